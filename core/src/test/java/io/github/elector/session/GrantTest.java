// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.Timing;
import io.github.elector.time.Moment;
import org.junit.jupiter.api.Test;

class GrantTest {
    private static final long MILLI = 1_000_000;
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 1_000, 1_000);

    private final Grant grant = new Grant(new Moment(Long.MAX_VALUE - 1_000 * MILLI, 50_000), TIMING);

    @Test
    void endsAreCountedFromBeforeTheHeartbeatWasSent() {
        assertThat(grant.softLeftNanos(after(0, 0))).isEqualTo(8_980 * MILLI);
        assertThat(grant.hardLeftNanos(after(0, 0))).isEqualTo(9_980 * MILLI);
        assertThat(grant.softEndNanos()).isEqualTo(after(8_980, 0).nanos());
        assertThat(grant.hardEndNanos()).isEqualTo(after(9_980, 0).nanos());
    }

    @Test
    void validUntilTheHardEndAndNotAtIt() {
        assertThat(grant.isValid(after(9_979, 9_979))).isTrue();
        assertThat(grant.isValid(after(9_980, 9_980))).isFalse();
    }

    @Test
    void suspendedHostIsNotValidTheMomentItWakes() {
        assertThat(grant.isValid(after(10, 9_980))).isFalse();
    }

    @Test
    void wallClockSetBackDoesNotLengthenValidity() {
        assertThat(grant.isValid(after(9_980, -100_000))).isFalse();
    }

    @Test
    void wallClockThatStepsToAndFroDoesNotAddUp() {
        assertThat(grant.isValid(after(2_000, 9_000))).isTrue();
        assertThat(grant.isValid(after(2_001, 100))).isTrue();
        assertThat(grant.isValid(after(2_002, 9_000))).isTrue();
    }

    private static Moment after(long monotonicMillis, long wallMillis) {
        return new Moment(Long.MAX_VALUE - 1_000 * MILLI + monotonicMillis * MILLI, 50_000 + wallMillis);
    }
}
