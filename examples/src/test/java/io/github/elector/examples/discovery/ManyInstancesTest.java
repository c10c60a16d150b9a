// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.examples.resources.ResourceGround;
import io.github.elector.examples.resources.ResourceWriter;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Ten thousand instances are listed and written soon, and no event loop is kept busy by it. */
class ManyInstancesTest {
    private static final int MANY = 10_000;

    /** Where others use the machine, one of three rounds has to do. */
    @Test
    void tenThousandInstancesAreInSqlWithinFiveSecondsAndNoEventLoopIsBlocked() throws Exception {
        try (DiscoveryGround ground = new DiscoveryGround(ResourceGround.postgres())) {
            ground.client.registerMany("a", MANY);
            LoopWatch watch = new LoopWatch();
            ResourceWriter patient = ground.database.writer(Duration.ofSeconds(15));
            ground.database.elect(
                    "discovery",
                    "replica-1",
                    TermWork.of(term -> watched(term, ground.registry.address(), patient, watch)));

            long millis = millisOfList(ground);
            for (int round = 1; round < 3 && millis >= 5_000; round++) {
                ground.database.rows("DELETE FROM rpc_instances");
                ground.registry.expire(ground.sessions().get(0));
                millis = millisOfList(ground);
            }

            assertThat(millis).isLessThan(5_000);
            System.err.println("[elector] longest turn of the event loop meanwhile: "
                    + watch.longestNanos.get() / 1_000_000 + " ms of processor time");
            assertThat(watch.turns.get()).isPositive();
            assertThat(Duration.ofNanos(watch.longestNanos.get())).isLessThan(Duration.ofMillis(200));
        }
    }

    private static long millisOfList(DiscoveryGround ground) {
        ground.news.await("connected");
        long start = System.nanoTime();
        ground.news.await("listed");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        System.err.println("[elector] " + MANY + " instances from the registry into PostgreSQL: " + millis + " ms");
        assertThat(ground.database.number("SELECT count(*) FROM rpc_instances")).isEqualTo(MANY);
        return millis;
    }

    private static DiscoveryVerticle watched(Term term, String address, ResourceWriter writer, LoopWatch watch) {
        watch.start();
        return new DiscoveryVerticle(term, new Registry(DiscoveryGround.MESH, address), writer, DiscoveryGround.STOP);
    }

    /**
     * How much processor time the thread of an event loop spends between two turns of a timer. Not how much time passes,
     * which says more about who else uses the machine.
     */
    private static final class LoopWatch {
        private final AtomicLong turns = new AtomicLong();
        private final AtomicLong longestNanos = new AtomicLong();

        /** On the event loop that is meant, until its Vertx ends. */
        void start() {
            turn(Vertx.currentContext().owner(), processorNanos());
        }

        private void turn(Vertx vertx, long before) {
            vertx.setTimer(1, due -> {
                long now = processorNanos();
                turns.incrementAndGet();
                longestNanos.accumulateAndGet(now - before, Math::max);
                turn(vertx, now);
            });
        }

        private static long processorNanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }
}
