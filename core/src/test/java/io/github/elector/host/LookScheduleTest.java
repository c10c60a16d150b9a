// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.Timing;
import org.junit.jupiter.api.Test;

class LookScheduleTest {
    private static final long MILLI = 1_000_000;
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 1_000, 1_000);

    private final LookSchedule looks = new LookSchedule(TIMING, 0, 0);

    @Test
    void firstLookIsDueAtOnce() {
        assertThat(looks.isDue(0)).isTrue();
    }

    @Test
    void oneLookIsInFlightAtMost() {
        looks.send(0);
        looks.soon(1);
        looks.hint(2);

        assertThat(looks.isDue(5_000 * MILLI)).isFalse();
    }

    @Test
    void onlyTheAnswerToTheLatestLookIsAwaited() {
        long first = looks.send(0);
        looks.failed(10);
        long second = looks.send(1_000 * MILLI);

        assertThat(looks.awaits(first)).isFalse();
        assertThat(looks.awaits(second)).isTrue();
    }

    @Test
    void whatWasWantedWhileALookWasUnderWayComesAfterIt() {
        looks.send(0);
        looks.soon(3);
        answer(10);

        assertThat(looks.isDue(10)).isTrue();
    }

    @Test
    void onlyAWholeRestMakesTheNextOneLonger() {
        long first = 5 * TIMING.leaseNanos();
        rest(0);
        rest(first - 1);
        assertThat(looks.nextNanos()).isEqualTo(first - 1 + first);

        rest(first - 1 + first);

        assertThat(looks.nextNanos()).isEqualTo(first - 1 + 3 * first);
    }

    /** A flood costs one look per store timeout, once its looks find nothing new. */
    @Test
    void floodOfHintsCostsNoMoreThanOneLookPerStoreTimeout() {
        looks.send(0);
        answer(0);
        long flooded = 100 * TIMING.storeTimeoutNanos();
        int sent = 0;

        for (long now = 0; now < flooded; now += MILLI) {
            looks.hint(now);
            if (looks.isDue(now)) {
                looks.send(now);
                answer(now);
                sent++;
            }
        }

        assertThat(sent).isBetween(100, 100 + 15);
    }

    /** Hints that come while a look is under way may tell of what it does not show; they are no other flood. */
    @Test
    void floodOfHintsCostsNoMoreWhereLooksTakeTime() {
        looks.send(0);
        answer(0);
        long flooded = 100 * TIMING.storeTimeoutNanos();
        int sent = 0;

        for (long now = 0; now < flooded; now += 3 * MILLI) {
            looks.hint(now);
            if (looks.isDue(now)) {
                looks.send(now);
                looks.hint(now + MILLI);
                answer(now + 2 * MILLI);
                sent++;
            }
        }

        assertThat(sent).isBetween(90, 100 + 15);
    }

    @Test
    void hintThatComesWhileALookIsUnderWayIsWorthALookOfItsOwnAtOnce() {
        looks.send(0);
        looks.hint(MILLI);
        answer(2 * MILLI);

        assertThat(looks.isDue(2 * MILLI)).isTrue();
        looks.send(2 * MILLI);
        answer(3 * MILLI);
        looks.hint(4 * MILLI);
        assertThat(looks.isDue(4 * MILLI)).isFalse();
        assertThat(looks.isDue(5 * MILLI)).isTrue();
    }

    @Test
    void hintThatComesWhileALookFailsIsWorthTheNextOne() {
        looks.send(0);
        looks.hint(MILLI);
        looks.failed(2 * MILLI);
        looks.send(looks.nextNanos());
        long answered = looks.nextNanos();
        answer(answered);

        looks.hint(answered + MILLI);
        assertThat(looks.isDue(answered + MILLI)).isFalse();
    }

    @Test
    void hintIsWorthALookAtOnceWhenTheLastOneWasWorthWhile() {
        for (long i = 0; i < 10; i++) {
            looks.hint(i * MILLI);
            looks.send(i * MILLI);
            answer(i * MILLI);
        }
        looks.wasWorthWhile();

        looks.hint(11 * MILLI);

        assertThat(looks.isDue(11 * MILLI)).isTrue();
    }

    /** Looks that were planned meanwhile have nothing to do with it. */
    @Test
    void hintLongAfterThoseThatLiedIsWorthALookAtOnce() {
        for (long i = 0; i < 20; i++) {
            looks.hint(i * MILLI);
            looks.send(i * MILLI);
            answer(i * MILLI);
        }
        long later = 2 * TIMING.storeTimeoutNanos();
        looks.send(later);
        answer(later);

        looks.hint(later + 1);

        assertThat(looks.isDue(later + 1)).isTrue();
    }

    @Test
    void failedLookIsRepeatedAfterAWaitThatDoubles() {
        long wait = 0;
        for (int i = 0; i < 10; i++) {
            looks.send(0);
            looks.failed(0);
            assertThat(looks.nextNanos()).isGreaterThan(0).isLessThanOrEqualTo(TIMING.retryNanos());
            wait = Math.max(wait, looks.nextNanos());
        }
        assertThat(wait).isGreaterThan(TIMING.retryNanos() / 2);
    }

    @Test
    void changeThatNoLookShowsIsLookedForLessAndLessOften() {
        long now = 0;
        for (int i = 0; i < 20; i++) {
            looks.send(now);
            answer(now);
            looks.afterChange(now);
            now = looks.nextNanos();
        }

        assertThat(now).isGreaterThan(8 * TIMING.retryNanos());
    }

    /** As a refusal that an hour without news lies behind. */
    @Test
    void changeLongAfterTheLastOneIsLookedForAtOnce() {
        looks.send(0);
        answer(0);
        looks.afterChange(0);
        looks.send(0);
        answer(0);
        long later = 3 * TIMING.retryNanos();

        looks.afterChange(later);

        assertThat(looks.isDue(later)).isTrue();
    }

    @Test
    void clockMayWrap() {
        LookSchedule late = new LookSchedule(TIMING, 0, Long.MAX_VALUE - 5);
        late.send(Long.MAX_VALUE - 5);
        late.answered(Long.MAX_VALUE - 4);
        late.plan(10);

        assertThat(late.isDue(Long.MAX_VALUE - 3)).isFalse();
        assertThat(late.isDue(Long.MIN_VALUE + 5)).isTrue();
    }

    /** A look that finds nobody who stands by, and nothing that was left behind. */
    private void rest(long nowNanos) {
        looks.send(nowNanos);
        looks.answered(nowNanos);
        looks.planRest(Long.MAX_VALUE);
    }

    private void answer(long now) {
        looks.answered(now);
        looks.plan(TIMING.storeTimeoutNanos() * 1_000);
    }
}
