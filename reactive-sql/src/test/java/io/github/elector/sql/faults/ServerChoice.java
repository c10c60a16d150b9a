// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.TestDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The servers the matrix knows how to start, and those it may be given. */
enum ServerChoice {
    /** PostgreSQL 18 from the binaries on the class path. */
    PG18("pg18", Brand.POSTGRES) {
        @Override
        Optional<Path> programs() {
            try (EmbeddedPostgresServer unpacked = new EmbeddedPostgresServer()) {
                return Optional.of(unpacked.programs());
            }
        }
    },
    /** The PostgreSQL installed on this machine. */
    PG15("pg15", Brand.POSTGRES) {
        @Override
        Optional<Path> programs() {
            return Optional.of(Path.of("/usr/lib/postgresql/15/bin")).filter(Files::isDirectory);
        }
    },
    /** MariaDB 11.4 from the binaries on the class path. */
    MARIADB11("mariadb11", Brand.MYSQL) {
        @Override
        Optional<Path> programs() {
            try (EmbeddedMariaDbServer unpacked = new EmbeddedMariaDbServer()) {
                return Optional.of(unpacked.programs());
            }
        }
    },
    /** The MariaDB installed on this machine. */
    MARIADB10("mariadb10", Brand.MYSQL) {
        @Override
        Optional<Path> programs() {
            return Optional.of(Path.of("/usr")).filter(base -> Files.isExecutable(base.resolve("sbin/mariadbd")));
        }
    },
    /** The PostgreSQL that other tests use: given, in a container, or embedded. */
    POSTGRES("postgres", Brand.POSTGRES),
    /** The MySQL or MariaDB that other tests use: given, in a container, or embedded. */
    MYSQL("mysql", Brand.MYSQL);

    private static final long PATIENCE_SECONDS = 120;

    private final String key;
    private final Brand brand;

    ServerChoice(String key, Brand brand) {
        this.key = key;
        this.brand = brand;
    }

    /** Those with these keys, separated by commas. */
    static List<ServerChoice> of(String keys) {
        return Stream.of(keys.split(","))
                .map(String::trim)
                .map(ServerChoice::one)
                .toList();
    }

    private static ServerChoice one(String key) {
        return Arrays.stream(values())
                .filter(choice -> choice.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("elector.faults.servers names '" + key
                        + "' but must name some of "
                        + Arrays.stream(values()).map(choice -> choice.key).collect(Collectors.joining(", "))));
    }

    String key() {
        return key;
    }

    /** Where its programs are, if it is to be started here and there are any. */
    Optional<Path> programs() {
        return Optional.empty();
    }

    /** Whether it is somebody else's, whom nobody here may stop. */
    boolean isShared() {
        return this == POSTGRES || this == MYSQL;
    }

    /** The server that tests share. */
    FaultServer shared() {
        String uri = brand == Brand.POSTGRES
                ? TestDatabases.postgres().uri()
                : TestDatabases.mysql().uri();
        return named(uri, null, null);
    }

    /** A server of our own, from these programs; under libfaketime if asked for. */
    FaultServer start(Path programs, boolean withFakedTime) {
        try {
            Path folder = Files.createTempDirectory("elector-faults-" + key + "-");
            FakedTime time = withFakedTime ? new FakedTime(folder) : null;
            Map<String, String> environment = time == null ? Map.of() : time.environment();
            return brand == Brand.POSTGRES
                    ? startPostgres(programs, folder, environment, time)
                    : startMariaDb(programs, folder, environment, time);
        } catch (IOException e) {
            throw new UncheckedIOException("no place for a server", e);
        }
    }

    private FaultServer startPostgres(
            Path programs, Path folder, Map<String, String> environment, @Nullable FakedTime time) throws IOException {
        Path data = folder.resolve("data");
        int port = freePort();
        run(
                folder,
                asUser(
                        programs.resolve("initdb") + "",
                        "-D",
                        data + "",
                        "-U",
                        "postgres",
                        "--auth=trust",
                        "--no-locale",
                        "-E",
                        "UTF8",
                        "-N"));
        // Nothing here survives the machine.
        List<String> command = asUser(
                programs.resolve("postgres") + "",
                "-D",
                data + "",
                "-p",
                port + "",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=200",
                "-c",
                "log_min_messages=fatal");
        String uri = "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
        return named(
                uri,
                new ServerProcess(folder, command, environment, Jdbc.url(brand, uri), brand == Brand.POSTGRES),
                time);
    }

    private FaultServer startMariaDb(Path base, Path folder, Map<String, String> environment, @Nullable FakedTime time)
            throws IOException {
        Path data = folder.resolve("data");
        int port = freePort();
        Path install = Stream.of("scripts/mariadb-install-db", "bin/mariadb-install-db")
                .map(base::resolve)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        Path server = Stream.of("bin/mariadbd", "sbin/mariadbd")
                .map(base::resolve)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        String user = "--user=" + System.getProperty("user.name");
        run(
                folder,
                List.of(
                        install + "",
                        "--no-defaults",
                        "--basedir=" + base,
                        "--datadir=" + data,
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--force",
                        user));
        Path init = Files.writeString(folder.resolve("init.sql"), """
                CREATE USER IF NOT EXISTS 'elector'@'%' IDENTIFIED BY 'elector';
                GRANT ALL PRIVILEGES ON *.* TO 'elector'@'%' WITH GRANT OPTION;
                """);
        List<String> command = List.of(
                server + "",
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + data,
                "--port=" + port,
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--skip-ssl",
                "--max-connections=300",
                "--log-warnings=1",
                "--innodb-flush-log-at-trx-commit=2",
                "--init-file=" + init,
                user);
        String uri = "mysql://elector:elector@127.0.0.1:" + port + "/mysql";
        return named(
                uri,
                new ServerProcess(folder, command, environment, Jdbc.url(brand, uri), brand == Brand.POSTGRES),
                time);
    }

    private FaultServer named(String uri, @Nullable ServerProcess process, @Nullable FakedTime time) {
        try (Jdbc jdbc = new Jdbc(Jdbc.url(brand, uri))) {
            String version = jdbc.query(
                            brand == Brand.POSTGRES ? "SHOW server_version" : "SELECT VERSION()",
                            row -> row.getString(1))
                    .get(0);
            String product =
                    brand == Brand.POSTGRES ? "PostgreSQL " : version.contains("MariaDB") ? "MariaDB " : "MySQL ";
            String name = product + version.replaceFirst("[ -].*", "");
            return new FaultServer(name, brand, uri, Optional.ofNullable(process), Optional.ofNullable(time));
        }
    }

    /** PostgreSQL refuses to run as root: there it runs in a user namespace. */
    private static List<String> asUser(String... command) {
        List<String> all = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("unshare", "-U", "--"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static void run(Path folder, List<String> command) throws IOException {
        Path log = folder.resolve("install.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command.get(0) + " failed: " + Files.readString(log));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.get(0) + " ran", interrupted);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
