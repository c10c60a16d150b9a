// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchTest {
    private static final long MOST = 1_000;

    private final Watch<String> first = Watch.begin("v1", 100);

    @Test
    void firstSightProvesNothing() {
        assertThat(first.provenNanos()).isZero();
        assertThat(first.agedNanos()).isZero();
    }

    @Test
    void provenUntilTheLookWasSentAndAgedUntilItArrived() {
        Watch<String> again = first.seen("v1", 400, 450, MOST);

        assertThat(again.provenNanos()).isEqualTo(300);
        assertThat(again.agedNanos()).isEqualTo(350);
    }

    @Test
    void changeStartsAnewFromItsArrival() {
        Watch<String> changed = first.seen("v1", 400, 450, MOST).seen("v2", 700, 750, MOST);

        assertThat(changed).isEqualTo(Watch.begin("v2", 750));
    }

    @Test
    void jumpOfTheClockCountsAsOneStep() {
        Watch<String> jumped = first.seen("v1", 1_000_000, 1_000_050, MOST);

        assertThat(jumped.provenNanos()).isEqualTo(MOST);
        assertThat(jumped.agedNanos()).isEqualTo(MOST);
    }

    @Test
    void clockMayWrapBetweenTwoLooks() {
        Watch<String> wrapped =
                Watch.begin("v1", Long.MAX_VALUE - 10).seen("v1", Long.MIN_VALUE + 89, Long.MIN_VALUE + 99, MOST);

        assertThat(wrapped.provenNanos()).isEqualTo(100);
        assertThat(wrapped.agedNanos()).isEqualTo(110);
    }

    /** A look that was sent before the previous answer came proves nothing about the time after it. */
    @Test
    void lookThatWasSentBeforeTheLastArrivalAddsNothing() {
        assertThat(first.seen("v1", 90, 120, MOST).provenNanos()).isZero();
    }
}
