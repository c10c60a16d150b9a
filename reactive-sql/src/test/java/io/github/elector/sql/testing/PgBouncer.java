// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import io.vertx.pgclient.PgConnectOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A pgbouncer in transaction mode in front of a PostgreSQL server, on a free port of the loopback address; whoever comes is
 * let through as the user of the server's URI.
 *
 * <p>Needs the program on the machine; it refuses to run as root, where it is started as {@code nobody}.
 */
public final class PgBouncer implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Process process;
    private final Path configuration;
    private final Path log;
    private final int port;
    private final PgConnectOptions server;

    /**
     * In front of this server.
     *
     * @param connections how many of the server's it may use for one database
     * @param settings further lines of its configuration
     */
    public PgBouncer(String uri, int connections, String... settings) {
        server = PgConnectOptions.fromUri(uri);
        try {
            port = freePort();
            configuration = Files.createTempFile("elector-pgbouncer-", ".ini");
            log = Files.createTempFile("elector-pgbouncer-", ".log");
            Files.writeString(configuration, configuration(connections, settings));
            process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("pgbouncer did not start", e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "elector-pgbouncer-close"));
        awaitPort();
    }

    /** The program, if this machine has it. */
    public static Optional<Path> program() {
        List<String> folders = new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
        folders.add("/usr/sbin");
        folders.add("/usr/local/sbin");
        return folders.stream()
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where clients connect to, for the database of the server's URI. */
    public String uri() {
        return "postgresql://anybody@127.0.0.1:" + port + "/" + server.getDatabase();
    }

    /** Ends it; its connections are cut. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
            Files.deleteIfExists(configuration);
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove the files of pgbouncer", e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(program()
                .orElseThrow(() -> new IllegalStateException("this machine has no pgbouncer"))
                .toString());
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(configuration.toString());
        return command;
    }

    private String configuration(int connections, String... settings) {
        String password = server.getPassword() == null ? "" : " password=" + server.getPassword();
        String lines = String.format(
                Locale.ROOT, """
                [databases]
                * = host=%s port=%d user=%s%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = %d
                max_client_conn = 300
                server_login_retry = 1
                """, server.getHost(), server.getPort(), server.getUser(), password, port, connections);
        return lines + String.join("\n", settings) + "\n";
    }

    private void awaitPort() {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() - until > 0) {
                throw new IllegalStateException("pgbouncer does not listen: " + said());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String said() {
        try (Stream<String> lines = Files.lines(log)) {
            return String.join("\n", lines.toList());
        } catch (IOException e) {
            return "nothing";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
