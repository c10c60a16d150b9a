// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.Timing;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Timing TIMING = Timing.ofMillis(30_000, 10_000, 5_000, 5_000);

    @Test
    void waitDoublesUpToRetryAndIsNeverMoreNorLessThanHalf() {
        for (int failures = 0; failures < 200; failures++) {
            long most = Math.min(500L << Math.min(failures, 20), 5_000) * 1_000_000;
            for (long seed = -50; seed < 50; seed++) {
                assertThat(Backoff.nanos(TIMING, failures, seed)).isBetween(most / 2, most);
            }
        }
    }

    @Test
    void sameSeedWaitsTheSameAndOthersDoNot() {
        assertThat(Backoff.nanos(TIMING, 3, 1)).isEqualTo(Backoff.nanos(TIMING, 3, 1));
        assertThat(Backoff.nanos(TIMING, 3, 1)).isNotEqualTo(Backoff.nanos(TIMING, 3, 2));
    }

    @Test
    void failedWorkStaysOutForRetryFirstAndForSixtyFourTimesThatAtMost() {
        assertThat(Backoff.stayOutNanos(TIMING, 0, 1)).isBetween(2_500_000_000L, 5_000_000_000L);
        assertThat(Backoff.stayOutNanos(TIMING, 1_000, 1)).isBetween(160_000_000_000L, 320_000_000_000L);
    }

    @Test
    void longestRetryDoesNotOverflow() {
        Timing day = new Timing(
                Timing.MAX_LEASE_NANOS, Timing.MAX_LEASE_NANOS / 3, Timing.MAX_LEASE_NANOS, Timing.MAX_LEASE_NANOS / 6);

        assertThat(Backoff.stayOutNanos(day, Integer.MAX_VALUE, Long.MIN_VALUE)).isPositive();
        assertThat(Backoff.nanos(day, Integer.MAX_VALUE, Long.MAX_VALUE)).isPositive();
    }
}
