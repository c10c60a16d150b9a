// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimingTest {
    private static final long MILLI = 1_000_000;

    @Test
    void defaultsOfTheDesignGiveTheNumbersOfTheDesign() {
        Timing timing = Timing.ofMillis(30_000, 10_000, 5_000, 5_000);

        assertThat(timing.hardNanos()).isEqualTo(29_940 * MILLI);
        assertThat(timing.softNanos()).isEqualTo(24_940 * MILLI);
        assertThat(timing.observeNanos()).isEqualTo(30_060 * MILLI);
        assertThat(timing.firstBackoffNanos()).isEqualTo(500 * MILLI);
        assertThat(timing.storeTimeoutNanos()).isEqualTo(5_000 * MILLI);
    }

    @Test
    void candidateWaitsForTheLongerOfBothLeases() {
        Timing timing = Timing.ofMillis(3_000, 1_000, 500, 500);

        assertThat(timing.observeNanos(10_000 * MILLI)).isEqualTo(10_020 * MILLI);
        assertThat(timing.observeNanos(1_000 * MILLI)).isEqualTo(3_006 * MILLI);
    }

    /** Whatever is accepted leaves time for two heartbeats that fail, and for the drift of both clocks. */
    @Test
    void everyTimingThatIsAcceptedKeepsTheRelationsOfTheDesign() {
        SplittableRandom random = new SplittableRandom(1);
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            long lease = random.nextLong(50, 100_000);
            Timing timing;
            try {
                timing = Timing.ofMillis(
                        lease,
                        random.nextLong(1, lease + 1),
                        random.nextLong(1, lease + 10),
                        random.nextLong(1, lease + 1));
            } catch (IllegalArgumentException refused) {
                continue;
            }
            accepted++;
            assertThat(timing.renewNanos() + 2 * (timing.storeTimeoutNanos() + timing.firstBackoffNanos()))
                    .as(timing.toString())
                    .isLessThanOrEqualTo(timing.softNanos());
            assertThat(2 * timing.renewNanos()).as(timing.toString()).isLessThanOrEqualTo(timing.softNanos());
            assertThat(timing.storeTimeoutNanos()).isBetween(Timing.MIN_STORE_TIMEOUT_NANOS, timing.renewNanos() / 2);
            assertThat(timing.hardNanos() * 1.0 * (1 + 1.0 / 500)).isLessThan(timing.leaseNanos() * 1.0 + 1);
            assertThat(timing.observeNanos()).isGreaterThan(timing.leaseNanos());
        }
        assertThat(accepted).isGreaterThan(10_000);
    }

    @Test
    void refusalShowsTheArithmetic() {
        assertThatThrownBy(() -> Timing.ofMillis(10_000, 9_000, 1_000, 1_000))
                .hasMessageContaining("renew (9 s)")
                .hasMessageContaining("lease × 0.998 − stop = 10 s × 0.998 − 1 s = 8980.0 ms")
                .hasMessageContaining("shorten renew or stop, or lengthen lease");
        assertThatThrownBy(() -> Timing.ofMillis(10_000, 4_600, 1_000, 1_000))
                .hasMessageContaining("renew (4600.0 ms) must not be longer than half of")
                .hasMessageContaining("10 s × 0.998 − 1 s = 8980.0 ms");
        assertThatThrownBy(() -> Timing.ofMillis(10_000, 1_000, 1_000, 9_980))
                .hasMessageContaining("stop (9980.0 ms)")
                .hasMessageContaining("(9980.0 ms)");
        assertThatThrownBy(() -> Timing.ofMillis(10_000, 1_000, 10_001, 1_000))
                .hasMessageContaining("retry (10001.0 ms) must not be longer than lease (10 s)");
        assertThatThrownBy(() -> Timing.ofMillis(99, 10, 10, 10))
                .hasMessageContaining("lease (99.0 ms) must be between 100.0 ms and 86400 s");
    }

    @Test
    void zeroAndNegativeDurationsAreRefusedByName() {
        assertThatThrownBy(() -> Timing.ofMillis(0, 1, 1, 1)).hasMessageContaining("lease (0) must be positive");
        assertThatThrownBy(() -> Timing.ofMillis(10_000, -1, 1, 1)).hasMessageContaining("renew (-1)");
        assertThatThrownBy(() -> Timing.ofMillis(10_000, 1_000, 0, 1)).hasMessageContaining("retry (0)");
        assertThatThrownBy(() -> Timing.ofMillis(10_000, 1_000, 1_000, Long.MIN_VALUE))
                .hasMessageContaining("stop (");
    }

    @Test
    void durationsTooLargeToCountInNanosecondsAreRefusedAndDoNotOverflow() {
        assertThatThrownBy(() -> Timing.ofMillis(Long.MAX_VALUE, 1_000, 1_000, 1_000))
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> Timing.ofMillis(10_000, Long.MAX_VALUE / 1_000_000, 1_000, 1_000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Timing(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
