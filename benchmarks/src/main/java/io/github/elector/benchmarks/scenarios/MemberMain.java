// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Contender;
import io.github.elector.benchmarks.peers.ElectionListener;
import io.github.elector.benchmarks.peers.JdbcPool;
import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process with one contender, or a {@link Crowd} of them, driven by {@link MemberProcess} through lines of JSON, and gone with it. Each line it is
 * sent is answered by one with the same {@code id}; elections it tells by itself. All its times are those of
 * {@link System#nanoTime()}, which on Linux all processes of a machine share.
 */
public final class MemberMain implements ElectionListener {
    private static final long WATCH_NANOS = Duration.ofMillis(1).toNanos();
    private static final long TOLD_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    private final Peer peer;
    private final String server;
    private final Times times;
    private final boolean tellsEach;
    private final Set<String> led = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicLong firstNanos = new AtomicLong();
    private @Nullable Contender contender;
    // Who is referred to by nobody is closed.
    private final List<Vertx> idle = new ArrayList<>();

    private MemberMain(Peer peer, String server, Times times, boolean tellsEach) {
        this.peer = peer;
        this.server = server;
        this.times = times;
        this.tellsEach = tellsEach;
    }

    /** The contender's name, lease, renew and retry in milliseconds, and whether to tell each election. */
    public static void main(String[] args) throws IOException {
        // The others log nowhere here; nor does Vert.x, which takes the logger of the JDK then.
        Logger.getLogger("").setLevel(Level.WARNING);
        Times times = new Times(millis(args[1]), millis(args[2]), millis(args[3]));
        String server = Objects.requireNonNull(System.getenv(MemberProcess.SERVER), MemberProcess.SERVER);
        new MemberMain(Peer.of(args[0]), server, times, Boolean.parseBoolean(args[4])).takeCommands();
        Runtime.getRuntime().halt(0);
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private void takeCommands() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonObject command = new JsonObject(line);
            JsonObject answer = new JsonObject().put("event", "answer").put("id", command.getInteger("id"));
            try {
                obey(command, answer);
            } catch (RuntimeException | OutOfMemoryError failure) {
                answer.put("failure", String.valueOf(failure));
            }
            say(answer.put("led", led.size()).put("ended", ended.get()));
        }
    }

    private void obey(JsonObject command, JsonObject answer) {
        String component = command.getString("component", "");
        switch (command.getString("do")) {
            case "open" -> {
                long begun = System.nanoTime();
                contender = open(Math.max(1, command.getInteger("components")));
                answer.put("openNanos", System.nanoTime() - begun);
            }
            case "campaign" -> {
                int components = command.getInteger("components");
                firstNanos.set(0);
                wanted.set(led.size() + components);
                answer.put("nanos", System.nanoTime());
                contender().campaign(names(component, components));
            }
            case "giveUp" -> {
                answer.put("nanos", System.nanoTime());
                contender().giveUp(names(component, command.getInteger("components")));
                answer.put("doneNanos", System.nanoTime());
            }
            case "close" -> {
                contender().close();
                contender = null;
                led.clear();
            }
            case "heap" -> {
                System.gc();
                answer.put(
                                "heapBytes",
                                ManagementFactory.getMemoryMXBean()
                                        .getHeapMemoryUsage()
                                        .getUsed())
                        .put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
            }
            case "watch" -> watch(component);
            case "idleVertx" -> idle.add(usedVertx());
            default -> {
                // A question how many are led, which each answer tells.
            }
        }
    }

    private Contender open(int replicas) {
        if (replicas == 1) {
            return peer.open(server, times, JdbcPool.SPRING_BOOTS, this);
        }
        return new Crowd(Stream.generate(() -> peer.open(server, times, JdbcPool.OF_ONE_COMPONENT, this))
                .limit(replicas)
                .toList());
    }

    /** One of which every event loop has been used, as those of an application have been. */
    private static Vertx usedVertx() {
        Vertx vertx = Vertx.vertx();
        DeploymentOptions each = new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
        vertx.deployVerticle(() -> new VerticleBase() {}, each)
                .compose(vertx::undeploy)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return vertx;
    }

    private Contender contender() {
        return Objects.requireNonNull(contender, "no contender is open");
    }

    /** One alone has the name itself. */
    static List<String> names(String component, int components) {
        if (components == 1) {
            return List.of(component);
        }
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= components; i++) {
            names.add(component + "/" + i);
        }
        return List.copyOf(names);
    }

    /**
     * From now on asks each millisecond whether it leads, as work does before each of its acts, and tells, now and then,
     * when the answer is no, with when it was last yes.
     */
    private void watch(String component) {
        Contender asked = contender();
        Thread thread = new Thread(
                () -> {
                    long lastYes = System.nanoTime();
                    long told = lastYes - TOLD_AGAIN_NANOS;
                    while (true) {
                        // Before the question: an answer from before a pause is no belief after it.
                        long nanos = System.nanoTime();
                        if (asked.leads(component)) {
                            lastYes = nanos;
                        } else if (nanos - told >= TOLD_AGAIN_NANOS) {
                            told = nanos;
                            say(new JsonObject()
                                    .put("event", "leadsNot")
                                    .put("nanos", nanos)
                                    .put("lastYesNanos", lastYes));
                        }
                        LockSupport.parkNanos(WATCH_NANOS);
                    }
                },
                "watch");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void elected(String component) {
        long now = System.nanoTime();
        firstNanos.compareAndSet(0, now);
        led.add(component);
        if (tellsEach) {
            say(new JsonObject()
                    .put("event", "elected")
                    .put("component", component)
                    .put("nanos", now));
        }
        int all = wanted.get();
        // Of two that are the last at the same time, one tells it.
        if (led.size() == all && wanted.compareAndSet(all, Integer.MAX_VALUE)) {
            say(new JsonObject()
                    .put("event", "all")
                    .put("firstNanos", firstNanos.get())
                    .put("nanos", now));
        }
    }

    @Override
    public void ended(String component) {
        long now = System.nanoTime();
        led.remove(component);
        ended.incrementAndGet();
        if (tellsEach) {
            say(new JsonObject()
                    .put("event", "ended")
                    .put("component", component)
                    .put("nanos", now));
        }
    }

    private static void say(JsonObject line) {
        synchronized (System.out) {
            System.out.println(line.encode());
            System.out.flush();
        }
    }
}
