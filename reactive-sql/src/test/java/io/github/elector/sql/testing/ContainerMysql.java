// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * MySQL or MariaDB, as the image has it, in a container of Testcontainers, which ends it with this JVM at the latest.
 *
 * <p>Both images take the same settings by different names. The containers Testcontainers has for them would need their
 * JDBC drivers to find out whether the server is up, which its log tells as well.
 */
record ContainerMysql(GenericContainer<?> container) implements MysqlServer {
    private static final String PASSWORD = "elector";
    private static final String DATABASE = "elector";
    private static final int PORT = 3306;
    // The first start, for the accounts, has no port, and MySQL's other protocol has another.
    private static final String UP = ".*Version: '.*socket: '.*port: " + PORT + " .*";

    static ContainerMysql start(String image) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withEnv("MYSQL_ROOT_PASSWORD", PASSWORD)
                .withEnv("MYSQL_DATABASE", DATABASE)
                .withEnv("MARIADB_ROOT_PASSWORD", PASSWORD)
                .withEnv("MARIADB_DATABASE", DATABASE)
                .withCommand("--max-connections=400", "--skip-name-resolve")
                .withExposedPorts(PORT)
                .waitingFor(Wait.forLogMessage(UP, 1));
        container.start();
        return new ContainerMysql(container);
    }

    @Override
    public String uri() {
        return "mysql://root:" + PASSWORD + "@" + container.getHost() + ":" + container.getMappedPort(PORT) + "/"
                + DATABASE;
    }

    @Override
    public void close() {
        container.stop();
    }
}
