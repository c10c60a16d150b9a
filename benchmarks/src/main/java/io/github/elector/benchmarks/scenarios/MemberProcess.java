// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.github.elector.sql.testing.Signals;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MemberMain} in a JVM of its own. It ends with this process, however that ends: what tells it ends with its input.
 * Only one that is frozen when this process is killed by SIGKILL is told nothing, and stays.
 */
public final class MemberProcess implements AutoCloseable {
    /** The environment variable that says where the server is: the process list shows arguments to everyone. */
    static final String SERVER = "ELECTOR_BENCHMARKS_SERVER";

    /** The same for all. */
    public static final List<String> JVM = List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xss512k");

    /** Besides these: code that is compiled when it has run twice, and not two hundred times. */
    static final List<String> COMPILES_SOON = List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=0.01");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Peer peer;
    private final Process process;
    private final Runnable removal;
    private long openNanos;
    private final AtomicInteger ids = new AtomicInteger();
    private final ConcurrentHashMap<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();

    private MemberProcess(Peer peer, Process process) {
        this.peer = peer;
        this.process = process;
        // One that is frozen does not see that its input has ended.
        this.removal = process::destroyForcibly;
        Remains.remember(removal);
        Thread reader = new Thread(this::read, "benchmarks output of " + peer.key());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts one whose contender is open. */
    static MemberProcess open(Peer peer, String server, Times times, boolean tellsEach) {
        return opened(start(peer, server, times, tellsEach), 1);
    }

    /** Starts one whose contender is open, in a JVM with these options besides. */
    static MemberProcess open(Peer peer, String server, Times times, boolean tellsEach, List<String> jvm) {
        return opened(start(peer, server, times, tellsEach, jvm), 1);
    }

    /** Starts one with so many open contenders of a kind, which campaign for the same; see {@link Crowd}. */
    static MemberProcess open(Peer peer, String server, Times times, boolean tellsEach, int replicas) {
        return opened(start(peer, server, times, tellsEach), replicas);
    }

    private static MemberProcess opened(MemberProcess member, int replicas) {
        try {
            member.openNanos = member.ask("open", "", replicas).getLong("openNanos");
            return member;
        } catch (RuntimeException unopened) {
            member.close();
            throw unopened;
        }
    }

    /** Starts one whose contender is not open yet. */
    static MemberProcess start(Peer peer, String server, Times times, boolean tellsEach) {
        return start(peer, server, times, tellsEach, List.of());
    }

    private static MemberProcess start(Peer peer, String server, Times times, boolean tellsEach, List<String> jvm) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(JVM);
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MemberMain.class.getName()));
        command.addAll(List.of(
                peer.key(),
                Long.toString(times.lease().toMillis()),
                Long.toString(times.renew().toMillis()),
                Long.toString(times.retry().toMillis()),
                Boolean.toString(tellsEach)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(SERVER, server);
        try {
            return new MemberProcess(peer, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("no JVM for " + peer.title(), e);
        }
    }

    /** How long it took to open its contender. */
    long openNanos() {
        return openNanos;
    }

    /** Has it do something and waits until it has. */
    JsonObject ask(String what, String component, int components) {
        try {
            return send(what, component, components)
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException late) {
            throw new IllegalStateException(
                    peer.title() + " did not answer to '" + what + "': " + late.getCause(), late);
        }
    }

    /** Has it do something; fails if it fails there or the process ends. */
    CompletableFuture<JsonObject> send(String what, String component, int components) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = asked.computeIfAbsent(id, any -> new CompletableFuture<>());
        JsonObject command = new JsonObject()
                .put("id", id)
                .put("do", what)
                .put("component", component)
                .put("components", components);
        try {
            OutputStream input = process.getOutputStream();
            input.write((command.encode() + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** The next event of this name; what else comes before it is forgotten. Null if there is none within that time. */
    @Nullable
    JsonObject next(String event, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                JsonObject said = events.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (said == null || event.equals(said.getString("event"))) {
                    return said;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** What it has said and nobody has taken. */
    List<JsonObject> drain() {
        List<JsonObject> all = new ArrayList<>();
        events.drainTo(all);
        return all;
    }

    /** The number the system knows it by. */
    long pid() {
        return process.pid();
    }

    /** What all its threads have used; see {@link CpuReading}. */
    CpuReading cpu() {
        return CpuReading.of(process.toHandle());
    }

    void freeze() {
        Signals.freeze(process.pid());
    }

    void thaw() {
        Signals.thaw(process.pid());
    }

    /** kill -9; when it was sent, as {@link System#nanoTime()} has it. */
    long kill() {
        long now = System.nanoTime();
        process.destroyForcibly();
        process.onExit().join();
        Remains.forget(removal);
        return now;
    }

    @Override
    public void close() {
        kill();
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
        asked.values().forEach(open -> open.completeExceptionally(new IllegalStateException("its process has ended")));
    }

    private void hear(String line) {
        JsonObject said;
        try {
            said = new JsonObject(line);
        } catch (DecodeException cut) {
            // The last line of a process that was killed in the middle of it, or what a library printed.
            return;
        }
        if (!"answer".equals(said.getString("event"))) {
            events.add(said);
            return;
        }
        CompletableFuture<JsonObject> answer = asked.remove(said.getInteger("id"));
        if (answer != null && said.containsKey("failure")) {
            answer.completeExceptionally(new IllegalStateException(said.getString("failure")));
        } else if (answer != null) {
            answer.complete(said);
        }
    }
}
