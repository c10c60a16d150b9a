// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container of Testcontainers, which ends it with this JVM at the latest. */
record ContainerPostgres(PostgreSQLContainer container) implements PostgresServer {
    static ContainerPostgres start(String image) {
        // Whoever names an image vouches for it.
        DockerImageName name = DockerImageName.parse(image).asCompatibleSubstituteFor("postgres");
        PostgreSQLContainer container = new PostgreSQLContainer(name);
        // Many stores are open at once, as with the embedded one; and commits are kept.
        container.setCommand("postgres", "-c", "max_connections=300");
        container.start();
        return new ContainerPostgres(container);
    }

    @Override
    public String uri() {
        return "postgresql://" + container.getUsername() + ":" + container.getPassword() + "@" + container.getHost()
                + ":" + container.getFirstMappedPort() + "/" + container.getDatabaseName();
    }

    @Override
    public void close() {
        container.stop();
    }
}
