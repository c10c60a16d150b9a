// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.ElectorVerticle;
import io.github.elector.TermWork;
import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How long our own occupies an event loop at a time, which is an application's too. */
public final class EventLoopTime implements Scenario {
    private static final int COMPONENTS = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Duration window;

    /** Measured for so long. */
    public EventLoopTime(Duration window) {
        this.window = window;
    }

    @Override
    public String key() {
        return "event-loop";
    }

    @Override
    public String what() {
        return "Ours alone, two in one process, each on one event loop of its own, with " + COMPONENTS
                + " components and a verticle for each: every " + TimeUnit.NANOSECONDS.toMillis(PAUSE_NANOS)
                + " ms one of them is handed over, so that there are heartbeats, looks, hints, releases, claims, deployments"
                + " and ends all the time. Processor time of the event loop's thread for each half of its turns, sockets and"
                + " tasks, that had an event in it, for " + window.toSeconds() + " s after " + WARM_UP.toSeconds()
                + " s of the same. Beside it a thread does the same small work each 2 ms: when that takes more than three times"
                + " what it usually does, the machine is held back, and turns of such moments are told apart.";
    }

    @Override
    public JsonObject run(Field field) {
        JsonObject json = new JsonObject();
        if (field.peers().contains(Peer.ELECTOR)) {
            json.put(Peer.ELECTOR.key(), measured(field));
        }
        return json;
    }

    private JsonObject measured(Field field) {
        Stints turns = new Stints();
        MeasuredLoops loops = new MeasuredLoops(turns);
        AtomicInteger begun = new AtomicInteger();
        String prefix = Field.fresh("event-loop");
        try (Host one = new Host(loops, field, prefix, begun);
                Host other = new Host(loops, field, prefix, begun)) {
            handOver(one, other, WARM_UP);
            try (PaceMeter meter = PaceMeter.begin()) {
                int before = begun.get();
                loops.measure();
                handOver(one, other, window);
                int handovers = begun.get() - before;
                return toJson(turns.latencies())
                        .put("usualPace", toJson(turns.latencies(meter.end())))
                        .put("handovers", handovers);
            }
        }
    }

    private static JsonObject toJson(Latencies turns) {
        return turns.toJson().put("p99.9", turns.millis(99.9));
    }

    private static void handOver(Host one, Host other, Duration until) {
        long end = System.nanoTime() + until.toNanos();
        for (int component = 0; System.nanoTime() - end < 0; component = (component + 1) % COMPONENTS) {
            one.resign(component);
            other.resign(component);
            CleanHandover.pause(PAUSE_NANOS);
        }
    }

    /** One of the two. */
    private static final class Host implements AutoCloseable {
        private final Vertx vertx;
        private final List<Elector> electors;

        Host(MeasuredLoops loops, Field field, String prefix, AtomicInteger begun) {
            vertx = Vertx.builder()
                    .with(new VertxOptions().setEventLoopPoolSize(1))
                    .withTransport(loops)
                    .build();
            ElectorVerticle all = new ElectorVerticle(new ElectorOptions()
                    .setStore(new JsonObject()
                            .put("uri", field.servers().of(Peer.ELECTOR))
                            .put("createSchema", true))
                    .setLease(field.lease().lease())
                    .setRenew(field.lease().renew())
                    .setRetry(field.lease().retry()));
            for (int i = 0; i < COMPONENTS; i++) {
                all.elect(prefix + "/" + i, TermWork.of(term -> work(begun)));
            }
            vertx.deployVerticle(all)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(1, TimeUnit.MINUTES)
                    .join();
            electors = all.electors();
        }

        private static VerticleBase work(AtomicInteger begun) {
            begun.incrementAndGet();
            return new VerticleBase() {};
        }

        /** If it leads. Its answer is not waited for. */
        void resign(int component) {
            Elector elector = electors.get(component);
            if (elector.term().isPresent()) {
                elector.resign(Duration.ofMillis(200));
            }
        }

        @Override
        public void close() {
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(1, TimeUnit.MINUTES)
                    .join();
        }
    }
}
