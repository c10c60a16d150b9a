// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * PostgreSQL in a container of Testcontainers, which ends it with this JVM at the latest.
 *
 * @param uri of a database of the tests' own
 */
record ContainerPostgres(PostgreSQLContainer container, String uri) implements PostgresServer {
    static ContainerPostgres start(String image) {
        // Whoever names an image vouches for it.
        DockerImageName name = DockerImageName.parse(image).asCompatibleSubstituteFor("postgres");
        PostgreSQLContainer container = new PostgreSQLContainer(name);
        // Many stores are open at once, as with the embedded one; and commits are kept.
        container.setCommand("postgres", "-c", "max_connections=300");
        container.start();
        String usual = "postgresql://" + container.getUsername() + ":" + container.getPassword() + "@"
                + container.getHost() + ":" + container.getFirstMappedPort() + "/" + container.getDatabaseName();
        // What encoding an image has depends on where it was made, and some collations need this one.
        PostgresServer.execute(usual, "CREATE DATABASE elector ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0");
        return new ContainerPostgres(container, PostgresServer.withDatabase(usual, "elector"));
    }

    @Override
    public void close() {
        container.stop();
    }
}
