// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.session.Backoff;
import io.github.elector.store.Claim;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The instants, numbers and questions between two lines of the table in {@link ElectionTransitionsTest}. */
class ElectionEdgesTest {
    private static final long SECOND = 1_000_000_000;
    private static final long NOW = 100 * SECOND;
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 1_000, 1_000);
    private static final ComponentName BILLING = new ComponentName("billing");
    private static final TermId TERM = new TermId(BILLING, 50, new SessionId("own~1"));
    private static final Claim CLAIM = new Claim(BILLING, null, new Generation("life"), -1);
    private static final Candidacy NEW = Candidacy.of(BILLING, TIMING, 0);

    @Test
    void workHasOverrunFromTheEndOfTheStopBudgetUntilItEnds() {
        ElectionState stopping = Draining.begin(NEW, TERM, NOW);
        ElectionState overrun = stopping.onTick(NOW + SECOND).next();
        ElectionState releasing = overrun.onTick(NOW + 11 * SECOND).next();
        ElectionState givenUp = releasing.onReleased(1, NOW + 12 * SECOND).next();

        assertThat(List.of(overrun, releasing, givenUp)).allMatch(ElectionState::isOverrun);
        assertThat(List.of(stopping, new Standby(NEW), Asking.begin(NEW, CLAIM).next(), new Opening(NEW, TERM)))
                .noneMatch(ElectionState::isOverrun);
        assertThat(List.of(
                        Leading.begin(NEW, TERM),
                        Releasing.begin(NEW, TERM, true).next(),
                        new Retired(NEW)))
                .noneMatch(ElectionState::isOverrun);
    }

    @Test
    void leaseIsGivenUpOnlyOnceItsReleaseIsAnsweredThoughTheWorkRuns() {
        ElectionState releasing = Releasing.begin(NEW, TERM, false).next();
        ElectionState givenUp = releasing.onReleased(1, NOW).next();

        assertThat(givenUp.isGivenUp()).isTrue();
        assertThat(List.of(releasing, Draining.begin(NEW, TERM, NOW), Leading.begin(NEW, TERM), new Standby(NEW)))
                .noneMatch(ElectionState::isGivenUp);
    }

    @Test
    void operationIsAwaitedWhileItIsAskedOrGivenBackAndNotBetweenTwoTries() {
        ElectionState releasing = Releasing.begin(NEW, TERM, true).next();
        ElectionState waiting = releasing.onUnanswered(1, NOW).next();

        assertThat(List.of(releasing, Asking.begin(NEW, CLAIM).next())).allMatch(ElectionState::isAsking);
        assertThat(List.of(waiting, new Standby(NEW), new Opening(NEW, TERM), new Retired(NEW)))
                .noneMatch(ElectionState::isAsking);
        assertThat(List.of(Leading.begin(NEW, TERM), Draining.begin(NEW, TERM, NOW)))
                .noneMatch(ElectionState::isAsking);
    }

    @Test
    void whoStaysOutMayLeadTheInstantThatIsOver() {
        Candidacy out = NEW.stayOut(SECOND, NOW);

        assertThat(out.mayLead(NOW + SECOND - 1)).isFalse();
        assertThat(out.mayLead(NOW + SECOND)).isTrue();
    }

    @Test
    void laterStayOutLengthensAnEarlierOneAndAShorterOneDoesNotShortenIt() {
        Candidacy out = NEW.stayOut(2 * SECOND, NOW);

        assertThat(out.stayOut(5 * SECOND, NOW).stayOutUntilNanos()).isEqualTo(NOW + 5 * SECOND);
        assertThat(out.stayOut(SECOND, NOW).stayOutUntilNanos()).isEqualTo(NOW + 2 * SECOND);
    }

    @Test
    void releaseIsTriedAgainTheInstantItsWaitIsOverAndEachWaitIsLonger() {
        ElectionState state = Releasing.begin(NEW, TERM, true).next();
        long now = NOW;
        for (int failures = 0; failures < 3; failures++) {
            state = state.onUnanswered(failures + 1, now).next();
            now += Backoff.nanos(TIMING, failures, 0);

            assertThat(state.onTick(now - 1).commands()).isEmpty();
            Step again = state.onTick(now);
            assertThat(again.commands()).containsExactly(new ElectionCommand.Release(failures + 2, TERM));
            state = again.next();
        }
    }

    @Test
    void fenceThatIsAheadAtTermZeroIsAheadAndNotBroken() {
        TermId first = new TermId(BILLING, 0, TERM.session());

        Step leading = Leading.begin(NEW, first).onGatesFailed(first, 0, NOW);
        Step opening = new Opening(NEW, first).onGatesFailed(first, 0, NOW);

        assertThat(leading.commands()).containsExactly(new ElectionCommand.EndTerm(first, EndReason.FENCE_AHEAD));
        assertThat(opening.next().candidacy().highestTerm()).isZero();
        assertThat(opening.next().candidacy().stayingOut()).isFalse();
    }

    @Test
    void workThatRanForALeaseToTheNanosecondHasShownThatItCan() {
        Candidacy failed = NEW.workFailed(NOW);
        ElectionState leading = new Leading(failed, TERM, true, NOW);

        long tooShort = TIMING.leaseNanos() - 1;
        assertThat(failures(leading.onTermOver(EndReason.LEASE_LOST, NOW + tooShort)))
                .isEqualTo(1);
        assertThat(failures(leading.onTermOver(EndReason.LEASE_LOST, NOW + TIMING.leaseNanos())))
                .isZero();
    }

    private static int failures(Step step) {
        return step.next().candidacy().workFailures();
    }

    @Test
    void everyCommandIsDoneByTheMethodOfItsName() {
        List<String> done = new ArrayList<>();
        ElectionCommand.Runner runner = (ElectionCommand.Runner) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ElectionCommand.Runner.class},
                (proxy, method, command) -> {
                    done.add(method.getName());
                    return null;
                });

        List.of(
                        new ElectionCommand.Acquire(1, CLAIM),
                        new ElectionCommand.Release(1, TERM),
                        new ElectionCommand.OpenGates(TERM),
                        new ElectionCommand.BeginTerm(TERM),
                        new ElectionCommand.EndTerm(TERM, EndReason.CLOSED),
                        new ElectionCommand.ReportOverrun(TERM),
                        new ElectionCommand.LookSoon(),
                        new ElectionCommand.Retire())
                .forEach(command -> command.runBy(runner));

        assertThat(done)
                .containsExactly(
                        "acquire",
                        "release",
                        "openGates",
                        "beginTerm",
                        "endTerm",
                        "reportOverrun",
                        "lookSoon",
                        "retired");
    }
}
