// SPDX-License-Identifier: Apache-2.0
package io.github.elector.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MomentTest {
    private static final long MILLI = 1_000_000;

    @Test
    void suspendedMonotonicClockDoesNotHideTheTimeThatPassed() {
        assertThat(new Moment(10, 9_000).elapsedNanosSince(new Moment(0, 1_000)))
                .isEqualTo(8_000 * MILLI);
    }

    @Test
    void wallClockSetBackDoesNotGiveTimeBack() {
        assertThat(new Moment(5_000 * MILLI, 1_000).elapsedNanosSince(new Moment(0, 9_000)))
                .isEqualTo(5_000 * MILLI);
    }

    @Test
    void wallClockSetAheadCountsInFull() {
        assertThat(new Moment(1, 3_600_000).elapsedNanosSince(new Moment(0, 0))).isEqualTo(3_600_000 * MILLI);
    }

    @Test
    void monotonicClockMayWrap() {
        Moment before = new Moment(Long.MAX_VALUE - 5, 0);

        assertThat(new Moment(Long.MIN_VALUE + 4, 0).elapsedNanosSince(before)).isEqualTo(10);
    }

    @Test
    void wallClockSetAheadByCenturiesIsTheLongestTimeAndNoNegativeOne() {
        assertThat(new Moment(0, Long.MAX_VALUE / 2).elapsedNanosSince(new Moment(0, 0)))
                .isGreaterThan(0);
    }

    @Test
    void wallClockSetBackByCenturiesCountsForNothing() {
        assertThat(new Moment(5, -10_000_000_000_000L).elapsedNanosSince(new Moment(0, 0)))
                .isEqualTo(5);
    }
}
