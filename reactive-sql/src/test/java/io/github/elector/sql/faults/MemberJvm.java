// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static io.github.elector.testing.Await.await;

import io.github.elector.notice.Notice;
import io.github.elector.sql.testing.Signals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/** A {@link MemberMain} as this JVM sees it: what it tells goes to the chronicle of the cell. */
final class MemberJvm implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    private static final long CLOCK_TOLERANCE_MILLIS = 5_000;

    private final String node;
    private final Chronicle chronicle;
    private final Optional<FakedTime> time;
    private final Process process;
    private final PrintStream in;
    private final Thread reader;
    private final Map<Long, Sampler.Span> spans = new LinkedHashMap<>();
    private final Promise<MemberJvm> sprung = Promise.promise();
    private final Promise<Void> started = Promise.promise();
    private final Promise<Long> closed = Promise.promise();
    private volatile Promise<Long> clock = Promise.promise();
    private volatile boolean killed;

    /** Starts it; {@code clocks} says whether its wall clock can be set. */
    MemberJvm(String node, FaultServer server, Ground ground, Chronicle chronicle, boolean clocks) {
        this.node = node;
        this.chronicle = chronicle;
        this.time = clocks ? Optional.of(FakedTime.ofOneProcess()) : Optional.empty();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Delector.faults.lease=" + TimeUnit.NANOSECONDS.toMillis(Times.TIMING.leaseNanos()),
                "-cp",
                System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                MemberMain.class.getName(),
                node,
                server.brand().name(),
                server.uri(),
                ground.name()));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            time.ifPresent(faked -> builder.environment().putAll(faked.environment()));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("no JVM for " + node, e);
        }
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        reader = new Thread(this::read, "faults-jvm-" + node);
        reader.setDaemon(true);
        reader.start();
    }

    String node() {
        return node;
    }

    /** When it campaigns. */
    Future<Void> started() {
        return started.future();
    }

    /** When it is caught in the phase it was armed for. */
    Future<MemberJvm> sprung() {
        return sprung.future();
    }

    /** How long its elector took to close, in milliseconds, once it has. */
    Future<Long> closed() {
        return closed.future();
    }

    /** Says one of arm, go, resign, clock, close to it. */
    void say(String line) {
        in.println(line);
    }

    void freeze() {
        Signals.freeze(process.pid());
    }

    void thaw() {
        Signals.thaw(process.pid());
    }

    /** As {@code kill -9} does. */
    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /**
     * Its wall clock shows the true time and this much from now on.
     *
     * @throws IllegalStateException if it does not
     */
    void setClock(Duration by) {
        time.orElseThrow().set(by);
        clock = Promise.promise();
        say("clock");
        long off = await("the clock of " + node, clock.future()) - System.currentTimeMillis() - by.toMillis();
        if (Math.abs(off) > CLOCK_TOLERANCE_MILLIS) {
            throw new IllegalStateException("the clock of " + node + " is " + off + " ms off from what it was set to");
        }
    }

    /** Its wall clock goes to and fro between the true time and this much more. */
    Flapping strobe(Duration by) {
        return new Flapping(
                () -> time.orElseThrow().set(by), () -> time.orElseThrow().set(Duration.ZERO), Duration.ofMillis(100));
    }

    boolean isKilled() {
        return killed;
    }

    /** When its terms answered valid, as far as it told. */
    List<Sampler.Span> spans() {
        synchronized (spans) {
            return List.copyOf(spans.values());
        }
    }

    @Override
    public void close() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        time.ifPresent(FakedTime::close);
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                hear(line);
            }
        } catch (IOException | RuntimeException cutOff) {
            if (!killed) {
                chronicle.unhandled(node, cutOff);
            }
        }
        started.tryFail("the JVM of " + node + " did not start");
        closed.tryFail("the JVM of " + node + " has ended");
    }

    private void hear(String line) {
        Scanner words = new Scanner(line);
        switch (words.hasNext() ? words.next() : "") {
            case "started" -> started.tryComplete();
            case "sprung" -> sprung.tryComplete(this);
            case "clock" -> clock.tryComplete(words.nextLong());
            case "closed" -> closed.tryComplete(words.nextLong());
            case "told" -> {
                long nanos = words.nextLong();
                chronicle.add(new Chronicle.Told(node, Notice.from(new JsonObject(words.nextLine())), nanos));
            }
            case "wrote" -> chronicle.add(new Chronicle.Wrote(node, words.nextLong(), words.nextLong()));
            case "refused" -> chronicle.add(new Chronicle.Refused(node, words.nextLong(), words.nextLong()));
            case "unhandled" -> chronicle.add(new Chronicle.Unhandled(node, line, System.nanoTime()));
            case "valid" -> {
                Sampler.Span span = new Sampler.Span(node, words.nextLong(), words.nextLong(), words.nextLong());
                synchronized (spans) {
                    spans.put(span.term(), span);
                }
            }
            default -> {
                if (line.contains(Ground.SECRET)) {
                    chronicle.add(new Chronicle.Unhandled(node, "a log line holds the password", System.nanoTime()));
                }
            }
        }
    }
}
