// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.testcontainers.containers.Container;
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
    private static final int READ_ONLY_PORT = 3307;
    // Beside the one of the image, since that cannot start without writing.
    private static final String START_READ_ONLY = String.format(Locale.ROOT, """
            set -e
            mkdir /tmp/read-only
            echo "CREATE USER 'root'@'%%' IDENTIFIED BY '%s'; GRANT ALL ON *.* TO 'root'@'%%'; CREATE DATABASE %s" \
                >/tmp/read-only.sql
            chown -R mysql /tmp/read-only /tmp/read-only.sql
            ours="--no-defaults --user=mysql --datadir=/tmp/read-only --secure-file-priv=NULL"
            mysqld $ours --initialize-insecure --init-file=/tmp/read-only.sql
            mysqld $ours --daemonize --innodb-read-only --mysqlx=OFF --skip-name-resolve --port=%d \
                --socket=/tmp/read-only/socket --pid-file=/tmp/read-only/pid --log-error=/tmp/read-only/log
            """, PASSWORD, DATABASE, READ_ONLY_PORT);
    // The first start, for the accounts, has no port, and MySQL's other protocol has another.
    private static final String UP = ".*Version: '.*socket: '.*port: " + PORT + " .*";

    static ContainerMysql start(String image) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                .withEnv("MYSQL_ROOT_PASSWORD", PASSWORD)
                .withEnv("MYSQL_DATABASE", DATABASE)
                .withEnv("MARIADB_ROOT_PASSWORD", PASSWORD)
                .withEnv("MARIADB_DATABASE", DATABASE)
                .withCommand("--max-connections=400", "--skip-name-resolve")
                .withExposedPorts(PORT, READ_ONLY_PORT)
                .waitingFor(Wait.forLogMessage(UP, 1));
        container.start();
        return new ContainerMysql(container);
    }

    @Override
    public String uri() {
        return uri(PORT);
    }

    /** Starts another server of this image, of MySQL, whose InnoDB takes no writes; its URI. It ends with this one. */
    String startReadOnly() {
        try {
            Container.ExecResult started = container.execInContainer("bash", "-c", START_READ_ONLY);
            if (started.getExitCode() != 0) {
                throw new IllegalStateException("no read-only MySQL in this image: " + started.getStderr());
            }
            return uri(READ_ONLY_PORT);
        } catch (IOException e) {
            throw new UncheckedIOException("the container does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server was started", e);
        }
    }

    private String uri(int port) {
        return "mysql://root:" + PASSWORD + "@" + container.getHost() + ":" + container.getMappedPort(port) + "/"
                + DATABASE;
    }

    @Override
    public void close() {
        container.stop();
    }
}
