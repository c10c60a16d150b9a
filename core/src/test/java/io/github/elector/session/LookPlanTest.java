// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.Timing;
import org.junit.jupiter.api.Test;

class LookPlanTest {
    private static final long MILLI = 1_000_000;
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 5_000, 1_000);

    @Test
    void retryIsTheLongestWait() {
        assertThat(planned(7 * MILLI)).isEqualTo(5_000);
    }

    @Test
    void nextLookComesJustAfterTheNextHeartbeat() {
        assertThat(planned(7 * MILLI, 1_000)).isEqualTo(2_000 + 5 + 7);
    }

    @Test
    void offsetSpreadsStandbysOverTwentyMilliseconds() {
        for (long seed = -200 * MILLI; seed < 200 * MILLI; seed += MILLI / 3) {
            assertThat(planned(seed, 1_000)).isBetween(2_005L, 2_024L);
        }
    }

    @Test
    void overdueHeartbeatIsLookedForLessAndLessOften() {
        assertThat(planned(7 * MILLI, 3_011)).isEqualTo(1);
        assertThat(planned(7 * MILLI, 3_012)).isEqualTo(12 + 25);
        assertThat(planned(7 * MILLI, 3_025)).isEqualTo(50);
        assertThat(planned(7 * MILLI, 3_075)).isEqualTo(100);
        assertThat(planned(7 * MILLI, 3_175)).isEqualTo(200);
        assertThat(planned(7 * MILLI, 3_375)).isEqualTo(400);
    }

    @Test
    void ageFromADatabaseWhoseClockStepsDecidesNothingButTheWait() {
        assertThat(planned(7 * MILLI, -1_000_000)).isEqualTo(3_012);
        assertThat(planned(7 * MILLI, Long.MAX_VALUE / (2 * MILLI))).isEqualTo(5_000);
    }

    @Test
    void soonestReasonWins() {
        LookPlan plan = new LookPlan(TIMING, 7 * MILLI);
        plan.look(new LookSpan(0, 5, 0, true));
        plan.considerHeartbeat(session(1_000));
        plan.considerRipe(300 * MILLI);

        assertThat(plan.nextLookNanos()).isEqualTo(301 * MILLI);
    }

    @Test
    void neverSoonerThanAMillisecond() {
        LookPlan plan = new LookPlan(TIMING, 7 * MILLI);
        plan.look(new LookSpan(0, 5, 0, true));
        plan.considerRipe(-500 * MILLI);

        assertThat(plan.nextLookNanos()).isEqualTo(MILLI);
    }

    private static long planned(long seed, long... silentMillis) {
        LookPlan plan = new LookPlan(TIMING, seed);
        plan.look(new LookSpan(0, 5, 0, true));
        for (long silent : silentMillis) {
            plan.considerHeartbeat(session(silent));
        }
        return plan.nextLookNanos() / MILLI;
    }

    private static SessionSight session(long silentMillis) {
        return new SessionSight(new SessionId("other~1"), 1, false, 10_000, 3_000, silentMillis);
    }
}
