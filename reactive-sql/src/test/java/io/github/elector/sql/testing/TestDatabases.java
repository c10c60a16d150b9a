// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.util.function.Supplier;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The database servers tests run on, and the switch between them; the choice and its reason are printed.
 *
 * <ul>
 *   <li>{@code -Delector.test.postgres.uri=postgresql://…}: that server, with a user who may create databases;
 *   <li>{@code -Delector.test.databases=containers}: Testcontainers, {@code -Delector.test.postgres.image} names the image;
 *   <li>else: embedded binaries, which need nothing installed.
 * </ul>
 *
 * <p>For MySQL and MariaDB {@code -Delector.test.mysql.uri=mysql://…}, with a user who may do everything, else embedded
 * binaries of MariaDB; containers have not been tried.
 */
public final class TestDatabases {
    private static final String DEFAULT_IMAGE = "postgres:18.4";

    private TestDatabases() {}

    /** The PostgreSQL server all tests of this JVM share; it ends with the JVM. */
    public static PostgresServer postgres() {
        return Shared.POSTGRES;
    }

    /** The MariaDB or MySQL server all tests of this JVM share; it ends with the JVM. */
    public static MysqlServer mysql() {
        return SharedMysql.MYSQL;
    }

    private static MysqlServer chooseMysql() {
        String uri = System.getProperty("elector.test.mysql.uri", "");
        return uri.isBlank()
                ? chosen("MariaDB", "embedded binaries, as nothing else was asked for", EmbeddedMariaDbServer::new)
                : chosen("MySQL or MariaDB", "the server given by elector.test.mysql.uri", () -> new GivenMysql(uri));
    }

    private static PostgresServer choosePostgres() {
        String uri = System.getProperty("elector.test.postgres.uri", "");
        if (!uri.isBlank()) {
            return chosen("PostgreSQL", "the server given by elector.test.postgres.uri", () -> new GivenServer(uri));
        }
        if (System.getProperty("elector.test.databases", "").equals("containers")) {
            String image = System.getProperty("elector.test.postgres.image", DEFAULT_IMAGE);
            return chosen(
                    "PostgreSQL",
                    image + " in a container, as elector.test.databases asks for",
                    () -> ContainerServer.start(image));
        }
        return chosen("PostgreSQL", "embedded binaries, as nothing else was asked for", EmbeddedPostgresServer::new);
    }

    private static <S> S chosen(String kind, String what, Supplier<S> start) {
        System.err.println("[elector] " + kind + " for tests: " + what);
        return start.get();
    }

    /** Started by whoever asks first. */
    private static final class Shared {
        static final PostgresServer POSTGRES = choosePostgres();

        private Shared() {}
    }

    /** The same for the other kind, so that neither starts without need. */
    private static final class SharedMysql {
        static final MysqlServer MYSQL = chooseMysql();

        private SharedMysql() {}
    }

    private record GivenMysql(String uri) implements MysqlServer {
        @Override
        public void close() {
            // It is somebody else's.
        }
    }

    private record GivenServer(String uri) implements PostgresServer {
        @Override
        public void close() {
            // It is somebody else's.
        }
    }

    private record ContainerServer(PostgreSQLContainer container) implements PostgresServer {
        static ContainerServer start(String image) {
            // Whoever names an image vouches for it.
            DockerImageName name = DockerImageName.parse(image).asCompatibleSubstituteFor("postgres");
            PostgreSQLContainer container = new PostgreSQLContainer(name);
            container.start();
            return new ContainerServer(container);
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
}
