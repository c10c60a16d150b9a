// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an event loop works counts, and what it waits does not. */
class MeasuredLoopsTest {
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final Stints turns = new Stints();
    private final MeasuredLoops loops = new MeasuredLoops(turns);
    private final Vertx vertx = Vertx.builder().withTransport(loops).build();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void turnThatWorksIsSeenWithItsProcessorTime() {
        loops.measure();

        afterAPause(MeasuredLoopsTest::work);

        assertThat(turns.latencies().millis(100)).isBetween(29.0, 1_000.0);
    }

    @Test
    void waitingIsNoWork() {
        loops.measure();

        afterAPause(() -> {});

        assertThat(turns.latencies().rounds()).isPositive();
        assertThat(turns.latencies().millis(100)).isLessThan(25.0);
    }

    @Test
    void nothingIsSeenBeforeItIsMeasured() {
        afterAPause(MeasuredLoopsTest::work);

        assertThat(turns.latencies().rounds()).isZero();
    }

    /** In a turn of its own, 50 ms later; another turn is behind it. */
    private void afterAPause(Runnable act) {
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(now -> vertx.setTimer(50, later -> {
            act.run();
            vertx.setTimer(1, behind -> done.complete());
        }));
        done.future().toCompletionStage().toCompletableFuture().join();
    }

    private static void work() {
        long until = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + WORK_NANOS;
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
    }
}
