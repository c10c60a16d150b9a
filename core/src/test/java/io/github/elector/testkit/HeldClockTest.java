// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.time.Moment;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldClockTest {
    private static final long MILLI = 1_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final HeldClock clock = new HeldClock();

    @AfterEach
    void closeVertx() {
        await("the end of Vert.x", vertx.close());
    }

    @Test
    void goesWithTheMachineUntilItIsHeldAndStandsThere() {
        Moment began = clock.now();
        clock.hold(began, 5 * MILLI);

        passReally(20);
        Moment held = clock.now();
        passReally(20);

        assertThat(held.nanos() - began.nanos()).isEqualTo(5 * MILLI);
        assertThat(clock.now()).isEqualTo(held);
    }

    @Test
    void goesOnFromWhereItStoodWhenItIsHeldLater() {
        Moment began = clock.now();
        clock.hold(began, 5 * MILLI);
        passReally(50);

        clock.hold(clock.now(), 3_600_000 * MILLI);
        passReally(20);

        assertThat(clock.now().nanos() - began.nanos()).isBetween(25 * MILLI, 3_600_000 * MILLI);
    }

    @Test
    void isAtItsHoldAtOnceAndALittleFurtherWhenThatIsStretched() {
        Moment began = clock.now();
        clock.hold(began, 3_600_000 * MILLI);

        clock.passToHold();
        Moment first = clock.now();
        clock.stretchHold(1_000 * MILLI);

        assertThat(first.nanos() - began.nanos()).isEqualTo(3_600_000 * MILLI);
        assertThat(clock.now().nanos() - began.nanos()).isEqualTo(3_601_000 * MILLI);
    }

    @Test
    void whatPassesPassesOnBothClocksAndNothingHoldsThemThen() {
        Moment began = clock.now();
        clock.hold(began, 0);

        clock.pass(30_000 * MILLI);
        Moment passed = clock.now();
        passReally(20);

        assertThat(passed.elapsedNanosSince(began)).isBetween(30_000 * MILLI, 60_000 * MILLI);
        assertThat(passed.wallMillis() - began.wallMillis()).isBetween(30_000L, 60_000L);
        assertThat(clock.now().nanos() - passed.nanos()).isGreaterThanOrEqualTo(20 * MILLI - MILLI);
    }

    private void passReally(long millis) {
        await("some time to pass", vertx.timer(millis, TimeUnit.MILLISECONDS));
    }
}
