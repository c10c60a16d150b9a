// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL from the binaries on the class path, with a data directory of its own that {@link #close} removes.
 *
 * <p>Runs as an ordinary user, and as root, which the server refuses by itself, through a user namespace. Port and data
 * survive {@link #stop} and {@link #kill}, so that {@link #start} brings the same server back.
 */
public final class EmbeddedPostgresServer implements PostgresServer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final int port;
    private final Thread cleanUp = new Thread(this::closeQuietly, "elector-postgres-close");
    private final Map<String, String> settings;
    private final String accessRules;
    private EmbeddedPostgres running;
    private boolean closed;

    /** Starts a server on a free port. */
    public EmbeddedPostgresServer() {
        this(Map.of(), "");
    }

    /**
     * Starts a server on a free port, with more settings than it needs to run.
     *
     * @param accessRules lines for pg_hba.conf, which count before the usual ones
     */
    public EmbeddedPostgresServer(Map<String, String> settings, String accessRules) {
        this.settings = Map.copyOf(settings);
        this.accessRules = accessRules;
        unpackIntoAFolderOfThisUser();
        try {
            data = Files.createTempDirectory("elector-postgres-");
            port = freePort();
        } catch (IOException e) {
            throw new UncheckedIOException("no place for a PostgreSQL server", e);
        }
        start();
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    @Override
    public String uri() {
        return "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
    }

    /** Where it listens on the loopback address. */
    public int port() {
        return port;
    }

    /** Starts it again after {@link #stop} or {@link #kill}, with the same port and data. */
    public synchronized void start() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(dataFolder())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(PATIENCE)
                    // As servers have it; zonky switches it off.
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "300")
                    .setDataDirectoryCustomizer(this::askOthersForPasswords);
            settings.forEach(builder::setServerConfig);
            running = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start in " + data, e);
        }
    }

    /** Ends it in order: open connections are cut, commits are kept. */
    public synchronized void stop() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
    }

    /** Ends it as {@code kill -9} of all its processes does. */
    public synchronized void kill() {
        ProcessHandle postmaster = postmaster();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        // Frees the lock zonky holds on the data directory; that nothing runs any more it only logs.
        stop();
    }

    /** Lets nobody in any more, and ends as soon as those who are in have left, as SIGTERM asks for. */
    public synchronized void shutDownOnceUnused() {
        postmaster().destroy();
    }

    /** Where the programs are that it runs from, also after its end. */
    public synchronized Path programs() {
        return Path.of(postmaster().info().command().orElseThrow()).getParent();
    }

    /** Where its files are. */
    public Path dataFolder() {
        return data.resolve("data");
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stop();
            remove(data);
            try {
                Runtime.getRuntime().removeShutdownHook(cleanUp);
            } catch (IllegalStateException shuttingDown) {
                // We are that hook.
            }
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (RuntimeException e) {
            // The JVM ends; a data directory in the temporary folder is all that can be left behind.
        }
    }

    private ProcessHandle postmaster() {
        Path pidFile = dataFolder().resolve("postmaster.pid");
        try (Stream<String> lines = Files.lines(pidFile)) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow().trim());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is not running in " + data, e);
        }
    }

    /** The folder zonky uses by default belongs to whoever came first, and others cannot write to it. */
    private static void unpackIntoAFolderOfThisUser() {
        if (System.getProperty("ot.epg.working-dir") == null) {
            File folder = new File(
                    System.getProperty("java.io.tmpdir"),
                    "elector-postgres-binaries-" + System.getProperty("user.name"));
            System.setProperty("ot.epg.working-dir", folder.getPath());
        }
    }

    /** The administrator comes in without one; a test of wrong passwords needs users who do not. */
    private void askOthersForPasswords(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), accessRules + """
                    local all postgres     trust
                    host  all postgres all trust
                    host  all all      all scram-sha-256
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write pg_hba.conf", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + folder, e);
        }
    }
}
