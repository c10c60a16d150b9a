// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.Await;
import io.vertx.core.Promise;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch over event loops notices what it is there to notice. */
class LoopWatchTest {
    private final LoopWatch watch = new LoopWatch();

    @BeforeEach
    void open() {
        watch.open();
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void loopThatIsFreeIsNotBlocked() {
        Promise<Void> free = Promise.promise();
        watch.vertx().setTimer(400, due -> free.complete());
        Await.await("a timer", free.future());

        assertThat(watch.blocked()).isEmpty();
    }

    @Test
    void loopThatWaitsIsBlocked() {
        onLoop(() -> {
            try {
                new CountDownLatch(1).await(600, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(watch.blocked()).isNotEmpty().allMatch(line -> line.contains("CountDownLatch"));
    }

    @Test
    void loopThatComputesIsBlocked() {
        onLoop(() -> {
            long enough = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + 600_000_000;
            while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < enough) {
                Thread.onSpinWait();
            }
        });

        assertThat(watch.blocked()).isNotEmpty().allMatch(line -> line.contains("RUNNABLE"));
    }

    private void onLoop(Runnable act) {
        Promise<Void> done = Promise.promise();
        watch.vertx().runOnContext(turn -> {
            act.run();
            done.complete();
        });
        Await.await("a loop that is blocked", done.future());
    }
}
