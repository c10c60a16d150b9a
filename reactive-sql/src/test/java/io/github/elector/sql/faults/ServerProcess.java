// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.sql.testing.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A database server that was started here, and that may be frozen, killed and started again with the same data. */
final class ServerProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Path folder;
    private final List<String> command;
    private final Map<String, String> environment;
    private final String probe;
    private final boolean stopsByInterrupt;
    private final Thread cleanUp = new Thread(this::close, "elector-faults-server-close");
    private Process process;
    private boolean closed;

    /**
     * Starts it and waits until it answers.
     *
     * @param folder of its own, removed in the end
     * @param command runs it in the foreground
     * @param environment what it is told beside what this JVM was
     * @param probe the JDBC URL that answers once it is up
     * @param stopsByInterrupt whether it is SIGINT that asks it to end without waiting for anybody, and not SIGTERM
     */
    ServerProcess(
            Path folder,
            List<String> command,
            Map<String, String> environment,
            String probe,
            boolean stopsByInterrupt) {
        this.folder = folder;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.probe = probe;
        this.stopsByInterrupt = stopsByInterrupt;
        Runtime.getRuntime().addShutdownHook(cleanUp);
        start();
    }

    /** Where its files are. */
    Path folder() {
        return folder;
    }

    /** Starts it again after {@link #stop} or {@link #kill}; returns once it answers. */
    synchronized void start() {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the server did not run: " + command, e);
        }
        awaitAnswer(log);
    }

    /** Starts it if it has ended, for instance of what was done to it before. */
    synchronized void ensureRunning() {
        if (!process.isAlive()) {
            System.out.println("[faults] the server had ended: " + text(folder.resolve("log")));
            start();
        }
    }

    /** Ends it in order and fast: connections are cut, commits are kept. */
    synchronized void stop() {
        if (stopsByInterrupt) {
            Signals.interrupt(process.pid());
        } else {
            process.destroy();
        }
        awaitEnd();
    }

    /** Ends all its processes as {@code kill -9} does. */
    synchronized void kill() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** All its processes stand still until {@link #thaw}. */
    void freeze() {
        Signals.freeze(pids());
    }

    void thaw() {
        Signals.thaw(pids());
    }

    private synchronized List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        thaw();
        kill();
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException shuttingDown) {
            // We are that hook.
        }
    }

    private void awaitAnswer(Path log) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - until > 0) {
                throw new IllegalStateException("the server did not start: " + text(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(probe)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server does not end: " + command);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server ended", interrupted);
        }
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            // A folder in the temporary folder is left behind.
        }
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "it said nothing";
        }
    }
}
