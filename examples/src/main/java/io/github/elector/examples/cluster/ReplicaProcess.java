// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.examples.database.DatabaseUri;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A replica in a JVM of its own, of the same class path as this one. It ends with this process, however that ends.
 *
 * <p>Signals go through the process handle: {@link Process#destroy} would close the streams as well, and with them what
 * the replica says while it hands over.
 */
public final class ReplicaProcess {
    private static final int LINES_KEPT = 20;

    private final String node;
    private final Process process;
    private final CompletableFuture<Long> ended;
    private final Deque<String> log = new ArrayDeque<>();

    private ReplicaProcess(String node, Process process, Consumer<JsonObject> told) {
        this.node = node;
        this.process = process;
        Thread output = daemon("output of " + node, () -> readJson(process.getInputStream(), told));
        daemon("log of " + node, () -> readLog(process.getErrorStream()));
        this.ended =
                process.onExit().thenApply(gone -> System.nanoTime()).thenApplyAsync(at -> afterOutput(output, at));
    }

    /**
     * Starts one.
     *
     * @param jvm options of its JVM
     * @param command and its arguments, without database and node; it prints JSON lines and takes {@link InputCommands}
     * @param told is called for each of those lines, in order
     */
    public static ReplicaProcess start(
            String node, DatabaseUri database, List<String> jvm, List<String> command, Consumer<JsonObject> told) {
        try {
            return new ReplicaProcess(
                    node, ProgramJvm.of(node, database, jvm, command).start(), told);
        } catch (IOException e) {
            throw new UncheckedIOException("no JVM for replica '" + node + "'", e);
        }
    }

    /** The name of the replica. */
    public String node() {
        return node;
    }

    /** Completes with {@link System#nanoTime()} once it is gone and everything it said was told; earlier than said. */
    public CompletableFuture<Long> ended() {
        return ended;
    }

    /** The exit code; only once it has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** kill -9. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /**
     * SIGSTOP, and SIGCONT after a while, by a process that lives as long as that takes: even if this one is killed
     * meanwhile, nothing stays frozen.
     */
    public CompletableFuture<Process> freeze(Duration duration) {
        String seconds = String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1_000.0);
        String script = "kill -STOP \"$1\"; sleep \"$2\"; kill -CONT \"$1\"";
        try {
            return new ProcessBuilder("sh", "-c", script, "sh", Long.toString(process.pid()), seconds)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit();
        } catch (IOException e) {
            throw new UncheckedIOException("freezing needs a POSIX shell and its kill command", e);
        }
    }

    /** Sends a line to its standard input; see {@link InputCommands}. */
    public void command(String line) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("replica '" + node + "' takes no command any more", e);
        }
    }

    /** The end of what it logged, for when it ended in a way nobody wanted. */
    public String lastLog() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, "elector-demo " + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static long afterOutput(Thread output, long endedNanos) {
        try {
            output.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return endedNanos;
    }

    private static void readJson(InputStream output, Consumer<JsonObject> told) {
        readLines(output, line -> {
            try {
                told.accept(new JsonObject(line));
            } catch (DecodeException cut) {
                // The last line of a process that was killed in the middle of it.
            }
        });
    }

    private void readLog(InputStream errors) {
        readLines(errors, line -> {
            synchronized (log) {
                log.add(line);
                if (log.size() > LINES_KEPT) {
                    log.remove();
                }
            }
        });
    }

    private static void readLines(InputStream from, Consumer<String> each) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                each.accept(line);
            }
        } catch (IOException gone) {
            // So is the process, or nearly.
        }
    }
}
