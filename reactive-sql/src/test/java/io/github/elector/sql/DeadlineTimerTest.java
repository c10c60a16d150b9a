// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.Inventory;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** For what is armed one by one nobody wakes; what follows another before its deadline shares its timer. */
class DeadlineTimerTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(10);

    private final Vertx vertx = Vertx.vertx();
    private final DeadlineTimer timer = new DeadlineTimer(vertx, () -> {});

    @AfterEach
    void close() {
        await("the close", vertx.close());
    }

    @Test
    void whatIsArmedAloneIsCancelledAtRest() {
        timer.arm(System.nanoTime() + LONG);

        timer.rest();

        assertThat(timers()).isZero();
    }

    @Test
    void whatFollowsAnotherSharesATimerThatStays() {
        timer.arm(System.nanoTime() + LONG);
        timer.arm(System.nanoTime() + LONG);

        timer.rest();

        assertThat(timers()).isOne();
    }

    @Test
    void whatComesAfterTheDeadlineOfTheOneBeforeIsAloneAgain() {
        timer.arm(System.nanoTime() + LONG);
        timer.arm(System.nanoTime() - 1);
        timer.arm(System.nanoTime() + LONG);

        timer.rest();

        assertThat(timers()).isZero();
    }

    private int timers() {
        return Inventory.of(vertx).timers();
    }
}
