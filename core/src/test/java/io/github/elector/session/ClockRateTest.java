// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.Timing;
import io.github.elector.time.Moment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A holder whose clock is slow, and a candidate whose clock is fast, with no time lost on any way: the candidate sees the
 * heartbeat the instant it is sent, and has waited long enough at the earliest instant its own clock allows.
 */
class ClockRateTest {
    private static final long MILLION = 1_000_000;
    private static final Timing TIMING = Timing.ofMillis(30_000, 10_000, 5_000, 5_000);

    private final Grant grant = new Grant(new Moment(0, 0), TIMING);

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 1_000, 2_000})
    void holderIsOverWhenTheCandidateHasWaitedWhereRatesAreWithinTheAssumption(long partsPerMillion) {
        assertThat(leftAtTakeover(partsPerMillion)).isNotPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {2_100, 5_000, 10_000, 100_000})
    void holderIsStillValidWhereRatesAreOffByMore(long partsPerMillion) {
        assertThat(leftAtTakeover(partsPerMillion)).isPositive();
    }

    /** What the holder's clock leaves of its grant when the candidate's says that the wait is over. */
    private long leftAtTakeover(long partsPerMillion) {
        long wait = TIMING.observeNanos(TIMING.leaseNanos());
        long trueNanos = wait * MILLION / (MILLION + partsPerMillion);
        long holderNanos = trueNanos / MILLION * (MILLION - partsPerMillion);
        return grant.hardLeftNanos(new Moment(holderNanos, holderNanos / MILLION));
    }
}
