// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The database servers tests run on, and the switch between them; the choice and its reason are printed.
 *
 * <ul>
 *   <li>{@code -Delector.test.postgres.uri=postgresql://…}, {@code -Delector.test.mysql.uri=mysql://…}: that server, with a
 *       user who may do everything;
 *   <li>{@code -Delector.test.databases=containers}: Testcontainers; {@code elector.test.postgres.image} and
 *       {@code elector.test.mysql.image}, of MySQL or MariaDB, name the images;
 *   <li>{@code -Delector.test.databases=embedded}: embedded binaries, which need nothing installed;
 *   <li>nothing: containers where a Docker engine answers and has the image or pulls it within a minute, else embedded.
 * </ul>
 *
 * <p>Tests that stop, kill or misconfigure a server have an embedded one of their own whatever is said here.
 */
public final class TestDatabases {
    private static final String MYSQL_IMAGE = "mariadb:11.4.5";
    private static final Duration START = Duration.ofSeconds(60);

    private TestDatabases() {}

    /** The PostgreSQL server all tests of this JVM share; it ends with the JVM. */
    public static PostgresServer postgres() {
        return Shared.POSTGRES;
    }

    /** The MariaDB or MySQL server all tests of this JVM share; it ends with the JVM. */
    public static MysqlServer mysql() {
        return SharedMysql.MYSQL;
    }

    /**
     * A MySQL or MariaDB of the caller's own, who ends it, for what only the image shows; nothing unless containers are
     * asked for, in which case the embedded server has to do.
     */
    public static Optional<MysqlServer> ownMysqlContainer() {
        return System.getProperty("elector.test.databases", "").equals("containers")
                ? Optional.of(ContainerMysql.start(System.getProperty("elector.test.mysql.image", MYSQL_IMAGE)))
                : Optional.empty();
    }

    /** The URI of another server in {@link #ownMysqlContainer}, of MySQL, whose InnoDB takes no writes; it ends with it. */
    public static String readOnlyIn(MysqlServer ownMysqlContainer) {
        return ((ContainerMysql) ownMysqlContainer).startReadOnly();
    }

    private static <S> S choose(
            String kind,
            String usualImage,
            Function<String, S> given,
            Function<String, S> contained,
            Supplier<S> embedded) {
        String uri = System.getProperty("elector.test." + kind + ".uri", "");
        if (!uri.isBlank()) {
            say(kind, "the server given by elector.test." + kind + ".uri");
            return given.apply(uri);
        }
        String image = System.getProperty("elector.test." + kind + ".image", usualImage);
        String databases = System.getProperty("elector.test.databases", "");
        return switch (databases) {
            case "containers" -> {
                say(kind, image + " in a container, as elector.test.databases asks for");
                yield contained.apply(image);
            }
            case "embedded" -> {
                say(kind, "embedded binaries, as elector.test.databases asks for");
                yield embedded.get();
            }
            case "" -> whatThereIs(kind, image, contained, embedded);
            default ->
                throw new IllegalArgumentException("elector.test.databases is '" + databases
                        + "' but must be containers or embedded, or left out to take what there is");
        };
    }

    private static <S> S whatThereIs(String kind, String image, Function<String, S> contained, Supplier<S> embedded) {
        Optional<String> obstacle = new DockerEngine().obstacle(image);
        if (obstacle.isEmpty()) {
            say(kind, image + " in a container, as there is a Docker engine that has it");
            try {
                return CompletableFuture.supplyAsync(() -> contained.apply(image))
                        .orTimeout(START.toSeconds(), TimeUnit.SECONDS)
                        .join();
            } catch (CompletionException failed) {
                obstacle = Optional.of("the container did not start: " + failed.getCause());
            }
        }
        say(kind, "embedded binaries, as " + obstacle.get());
        return embedded.get();
    }

    private static void say(String kind, String what) {
        System.err.println("[elector] " + kind + " for tests: " + what);
    }

    /** Started by whoever asks first. */
    private static final class Shared {
        static final PostgresServer POSTGRES = choose(
                "postgres", "postgres:18.4", GivenPostgres::new, ContainerPostgres::start, EmbeddedPostgresServer::new);

        private Shared() {}
    }

    /** The same for the other kind, so that neither starts without need. */
    private static final class SharedMysql {
        static final MysqlServer MYSQL =
                choose("mysql", MYSQL_IMAGE, GivenMysql::new, ContainerMysql::start, EmbeddedMariaDbServer::new);

        private SharedMysql() {}
    }

    private record GivenMysql(String uri) implements MysqlServer {
        @Override
        public void close() {
            // It is somebody else's.
        }
    }

    private record GivenPostgres(String uri) implements PostgresServer {
        @Override
        public void close() {
            // It is somebody else's.
        }
    }
}
