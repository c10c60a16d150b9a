// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL primary and its streaming standby, from programs installed on this machine; both are gone after
 * {@link #close}.
 *
 * <p>Replication is synchronous until it is told otherwise: a commit is acknowledged when the standby has it. The server
 * refuses to run as root, where its programs are run as the user {@code postgres}.
 */
public final class PostgresPair implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final String OWNER = "postgres";

    // Nothing here survives the machine, and nobody has to wait for a disk.
    private static final String SETTINGS = """
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            fsync = off
            max_connections = 100
            synchronous_standby_names = '*'
            """;

    private final Path programs;
    private final Path folder;
    private final Node primary;
    private final Node standby;
    private final Process primaryProcess;
    private final Process standbyProcess;
    private final TcpProxy link;
    private final Thread cleanUp = new Thread(this::closeQuietly, "elector-postgres-pair-close");
    private boolean closed;

    private record Node(Path data, int port) {
        String uri() {
            return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
        }
    }

    /** Starts both; the standby has everything. */
    public PostgresPair() {
        programs = programs().orElseThrow(() -> new IllegalStateException("this machine has no PostgreSQL programs"));
        try {
            folder = Files.createTempDirectory("elector-postgres-pair-");
            if (isRoot()) {
                Files.setOwner(
                        folder,
                        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
            }
            primary = new Node(folder.resolve("primary"), freePort());
            standby = new Node(folder.resolve("standby"), freePort());
        } catch (IOException e) {
            throw new UncheckedIOException("no place for two PostgreSQL servers", e);
        }
        link = new TcpProxy("127.0.0.1", primary.port());
        Runtime.getRuntime().addShutdownHook(cleanUp);
        primaryProcess = startPrimary();
        standbyProcess = startStandby();
        catchUp();
    }

    /** Where the programs of the newest PostgreSQL on this machine are, if it has one. */
    public static Optional<Path> programs() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(versions)) {
            return folders.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb"))
                            && Files.isExecutable(bin.resolve("pg_basebackup")))
                    .max(Comparator.comparingInt(bin -> major(bin.getParent())));
        } catch (IOException e) {
            throw new UncheckedIOException("could not look into " + versions, e);
        }
    }

    /** The server that was the primary in the beginning. */
    public String primaryUri() {
        return primary.uri();
    }

    /** The server that was the standby in the beginning. */
    public String standbyUri() {
        return standby.uri();
    }

    /** A proxy that leads to the primary, until {@link #lead} redirects it. */
    public TcpProxy address() {
        return new TcpProxy("127.0.0.1", primary.port());
    }

    /** The address leads to the standby from now on, for new connections. */
    public void lead(TcpProxy address) {
        address.redirect("127.0.0.1", standby.port());
    }

    /** Returns when the standby shows what was committed until now. */
    public void catchUp() {
        PostgresServer.execute(
                primary.uri(),
                "SET synchronous_commit = remote_apply; CREATE TABLE IF NOT EXISTS caught_up (); DROP TABLE caught_up");
    }

    /** From now on commits are acknowledged at once, and the standby hears of none of them. */
    public void loseCommitsFromNowOn() {
        PostgresServer.execute(primary.uri(), "ALTER SYSTEM SET synchronous_standby_names = ''");
        PostgresServer.execute(primary.uri(), "SELECT pg_reload_conf()");
        cutReplication();
        // Waits until the server knows.
        PostgresServer.execute(primary.uri(), "CREATE TABLE lost_from_here ()");
    }

    /** The two do not hear of each other any more; synchronous commits wait for ever. */
    public void cutReplication() {
        link.refuse();
        link.cut();
    }

    /** The primary takes no writes any more, also on connections that are open. */
    public void makePrimaryReadOnly() {
        PostgresServer.execute(primary.uri(), "ALTER SYSTEM SET default_transaction_read_only = on");
        PostgresServer.execute(primary.uri(), "SELECT pg_reload_conf()");
    }

    /** Ends the primary as {@code kill -9} of all its processes does. */
    public void killPrimary() {
        kill(primaryProcess);
    }

    /** The standby is a primary when this returns. */
    public void promote() {
        PostgresServer.execute(standby.uri(), "SELECT pg_promote(true, " + PATIENCE_SECONDS + ")");
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            kill(standbyProcess);
            kill(primaryProcess);
            link.close();
            remove(folder);
            try {
                Runtime.getRuntime().removeShutdownHook(cleanUp);
            } catch (IllegalStateException shuttingDown) {
                // We are that hook.
            }
        }
    }

    private Process startPrimary() {
        run("initdb", "-D", primary.data() + "", "-U", "postgres", "--auth=trust", "--no-locale", "-E", "UTF8", "-N");
        append(primary.data().resolve("postgresql.conf"), SETTINGS);
        return start(primary);
    }

    /** It knows the primary by the address of the link, and waits for no standby of its own. */
    private Process startStandby() {
        run(
                "pg_basebackup",
                "-D",
                standby.data() + "",
                "-d",
                "host=127.0.0.1 port=" + link.port() + " user=postgres",
                "-R",
                "-X",
                "stream",
                "-c",
                "fast",
                "-N");
        append(standby.data().resolve("postgresql.auto.conf"), "synchronous_standby_names = ''\n");
        return start(standby);
    }

    private Process start(Node node) {
        Path log = node.data().resolve("log");
        Process process = begin(log, "postgres", "-D", node.data() + "", "-p", node.port() + "");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers(node)) {
            if (!process.isAlive() || System.nanoTime() - until > 0) {
                throw new IllegalStateException("PostgreSQL did not start: " + read(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return process;
    }

    private static boolean answers(Node node) {
        try {
            PostgresServer.execute(node.uri(), "SELECT 1");
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private void run(String program, String... arguments) {
        Path log = folder.resolve(program + ".log");
        Process process = begin(log, program, arguments);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(program + " failed: " + read(log));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + program + " ran", interrupted);
        }
    }

    private Process begin(Path log, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + OWNER, "--regid=" + OWNER, "--clear-groups", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(program + " did not run", e);
        }
    }

    /** All its processes at once, so that none of them acknowledges anything afterwards. */
    private static void kill(@Nullable Process postmaster) {
        if (postmaster == null) {
            return;
        }
        List<ProcessHandle> backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        try {
            postmaster.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "it said nothing";
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (RuntimeException e) {
            // The JVM ends; a folder in the temporary folder is all that can be left behind.
        }
    }

    private static void append(Path file, String lines) {
        try {
            Files.writeString(file, lines, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int major(Path version) {
        try {
            return Integer.parseInt(version.getFileName().toString());
        } catch (NumberFormatException noVersion) {
            return 0;
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
