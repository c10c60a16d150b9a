// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.many;

import io.github.elector.examples.cluster.ProgramJvm;
import io.github.elector.examples.database.DatabaseUri;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A {@link ManyMember} in a JVM of its own; it ends with this process, however that ends. */
final class MemberProcess implements AutoCloseable {
    private final String node;
    private final Process process;
    private final Map<String, CompletableFuture<JsonObject>> awaited = new ConcurrentHashMap<>();
    private volatile boolean ended;

    private MemberProcess(String node, Process process) {
        this.node = node;
        this.process = process;
        Thread reader = new Thread(this::read, "elector-demo output of " + node);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts one on this database; its log goes where ours goes. */
    static MemberProcess start(String node, DatabaseUri database, List<String> jvm, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("many-member"));
        command.addAll(arguments);
        ProcessBuilder builder =
                ProgramJvm.of(node, database, jvm, command).redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return new MemberProcess(node, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("no JVM for '" + node + "'", e);
        }
    }

    /**
     * Waits until it has said this, which it says once.
     *
     * @throws IllegalStateException if it did not in time, or ends before
     */
    JsonObject await(String event, Duration patience) {
        try {
            return of(event)
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (RuntimeException late) {
            throw new IllegalStateException(
                    "process '" + node + "' "
                            + (ended
                                    ? "ended and has not said '" + event + "'"
                                    : "did not say '" + event + "' within " + patience.toSeconds() + " s")
                            + ": see its log above",
                    late);
        }
    }

    /** Asks it for something and waits for the answer; see {@link ManyMember}. */
    JsonObject ask(String what) {
        awaited.remove(what);
        try {
            OutputStream input = process.getOutputStream();
            input.write((what + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("process '" + node + "' takes no command any more", e);
        }
        return await(what, Duration.ofSeconds(30));
    }

    /** kill -9; the time on the clock of {@link System#nanoTime()} at which it was gone. */
    long kill() {
        process.destroyForcibly();
        return process.onExit().thenApply(gone -> System.nanoTime()).join();
    }

    @Override
    public void close() {
        kill();
    }

    private CompletableFuture<JsonObject> of(String event) {
        CompletableFuture<JsonObject> said = awaited.computeIfAbsent(event, any -> new CompletableFuture<>());
        if (ended) {
            said.cancel(false);
        }
        return said;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException gone) {
            // So is the process, or nearly.
        }
        // Behind its last line, which onExit may come before.
        ended = true;
        awaited.values().forEach(said -> said.cancel(false));
    }

    private void hear(String line) {
        try {
            JsonObject said = new JsonObject(line);
            of(said.getString("event")).complete(said);
        } catch (DecodeException cut) {
            // The last line of a process that was killed in the middle of it.
        }
    }
}
