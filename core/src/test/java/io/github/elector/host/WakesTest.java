// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.election.Candidacy;
import io.github.elector.election.ElectionState;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Timing;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WakesTest {
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 1_000, 1_000);

    private final Wakes wakes = new Wakes();

    @Test
    void nothingIsDueWhereNobodyWaits() {
        wakes.add(new Candidate(ElectionState.standby(candidacy("a")), 0));

        assertThat(wakes.soonestNanos()).isEmpty();
        assertThat(wakes.due(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void dueIsWhatHasComeAndOnlyOnce() {
        Candidate early = outUntil("a", 1_000);
        Candidate late = outUntil("b", 2_000);

        assertThat(wakes.soonestNanos()).hasValue(1_000);
        assertThat(wakes.due(999)).isEmpty();
        assertThat(wakes.due(1_000)).containsExactly(early);
        assertThat(wakes.due(1_000)).isEmpty();
        assertThat(wakes.due(5_000)).containsExactly(late);
    }

    @Test
    void clockMayWrapBetweenTwoOfThem() {
        Candidate late = outUntil("a", Long.MIN_VALUE + 10);
        Candidate early = outUntil("b", Long.MAX_VALUE - 10);

        assertThat(wakes.soonestNanos()).hasValue(Long.MAX_VALUE - 10);
        assertThat(wakes.due(Long.MAX_VALUE)).containsExactly(early);
        assertThat(wakes.due(Long.MIN_VALUE + 10)).containsExactly(late);
    }

    @Test
    void whoChangesItsMindAgainAndAgainLeavesNothingBehind() throws ReflectiveOperationException {
        Candidate candidate = outUntil("a", 1_000);
        for (int i = 1; i <= 10_000; i++) {
            candidate.election =
                    candidate.election.onResign(Long.MAX_VALUE / 2, i).next();
            wakes.add(candidate);
        }

        assertThat(queued()).isLessThan(1_000);
        assertThat(wakes.due(Long.MAX_VALUE / 2 + 10_000)).contains(candidate);
    }

    @Test
    void whatIsStillWaitedForIsNotForgottenWithWhatIsNot() {
        List<Candidate> waiting = IntStream.range(0, 300)
                .mapToObj(i -> outUntil("a" + i, 5_000 + i))
                .toList();
        Candidate fickle = outUntil("b", 1_000);
        for (int i = 1; i <= 10_000; i++) {
            fickle.election = fickle.election.onResign(100_000, i).next();
            wakes.add(fickle);
        }

        assertThat(wakes.due(6_000)).containsAll(waiting);
        assertThat(wakes.due(200_000)).contains(fickle);
    }

    private int queued() throws ReflectiveOperationException {
        Field queue = Wakes.class.getDeclaredField("queue");
        queue.setAccessible(true);
        return ((Collection<?>) queue.get(wakes)).size();
    }

    /** Waits until it may come back from staying out. */
    private Candidate outUntil(String component, long atNanos) {
        ElectionState standby = ElectionState.standby(candidacy(component))
                .onResign(1_000, atNanos - 1_000)
                .next();
        Candidate candidate = new Candidate(standby, 0);
        wakes.add(candidate);
        return candidate;
    }

    private static Candidacy candidacy(String component) {
        return Candidacy.of(new ComponentName(component), TIMING, 0);
    }
}
