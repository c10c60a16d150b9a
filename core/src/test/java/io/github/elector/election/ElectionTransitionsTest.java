// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.store.Claim;
import io.github.elector.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every state and every event: what follows, as a table that is read line by line against DESIGN §5.
 *
 * <p>It is now 100 s; lease 10 s, renew 3 s, retry 1 s, stop 1 s. The attempt in flight is 4, the term in hand is 50.
 */
class ElectionTransitionsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long NOW = 100 * SECOND;
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 1_000, 1_000);
    private static final ComponentName BILLING = new ComponentName("billing");
    private static final SessionId OWN = new SessionId("own~1");
    private static final TermId TERM = new TermId(BILLING, 50, OWN);
    private static final TermId OTHER_TERM = new TermId(BILLING, 49, OWN);
    private static final Generation LIFE = new Generation("life");

    private static final Candidacy QUIET = Candidacy.of(BILLING, TIMING, 0).sawTerm(40);
    private static final Candidacy TRIED = QUIET.nextAttempt().nextAttempt().nextAttempt();
    private static final Candidacy OUT = QUIET.stayOut(5 * SECOND, NOW - SECOND);

    private static Map<String, ElectionState> states() {
        Map<String, ElectionState> states = new LinkedHashMap<>();
        states.put("Standby", new Standby(TRIED));
        states.put("Standby, staying out for 4 s more", new Standby(OUT));
        states.put("Standby, whose stay out is over", new Standby(QUIET.stayOut(SECOND, NOW - 2 * SECOND)));
        ElectionState asking =
                Asking.begin(TRIED, new Claim(BILLING, null, LIFE, -1)).next();
        states.put("Asking", asking);
        states.put(
                "Asking, asked to stay out",
                asking.onResign(5 * SECOND, NOW - SECOND).next());
        states.put("Asking, retiring", asking.onRetire(NOW).next());
        states.put("Opening", new Opening(TRIED.nextAttempt(), TERM));
        states.put("Leading, work not begun", Leading.begin(TRIED, TERM));
        Candidacy failedBefore = TRIED.workFailed(NOW - 80 * SECOND).comeBack();
        states.put(
                "Leading, work runs for 2 s, failed before", new Leading(failedBefore, TERM, true, NOW - 2 * SECOND));
        states.put(
                "Leading, work runs for 20 s, failed before", new Leading(failedBefore, TERM, true, NOW - 20 * SECOND));
        ElectionState draining = Draining.begin(TRIED, TERM, NOW - SECOND / 2);
        states.put("Draining for 0.5 s", draining);
        states.put("Draining for 1 s", Draining.begin(TRIED, TERM, NOW - SECOND));
        states.put("Draining, overrun", new Draining(TRIED, TERM, Draining.Stage.OVERRUN, NOW - 5 * SECOND));
        states.put(
                "Draining, overrun for a lease", new Draining(TRIED, TERM, Draining.Stage.OVERRUN, NOW - 11 * SECOND));
        states.put("Draining, given up", Draining.givenUp(TRIED, TERM));
        states.put("Draining, given up, retiring", Draining.givenUp(TRIED.retire(), TERM));
        ElectionState releasing = Releasing.begin(TRIED, TERM, true).next();
        states.put("Releasing", releasing);
        states.put(
                "Releasing, retiring",
                Releasing.begin(TRIED.retire(), TERM, true).next());
        states.put(
                "Releasing, work still runs",
                Releasing.begin(TRIED, TERM, false).next());
        states.put(
                "Releasing, to be tried again soon",
                releasing.onUnanswered(4, NOW).next());
        states.put(
                "Releasing, to be tried again now",
                releasing.onUnanswered(4, NOW - SECOND).next());
        states.put("Retired", new Retired(TRIED.retire()));
        return states;
    }

    private static Map<String, Function<ElectionState, Step>> events() {
        Map<String, Function<ElectionState, Step>> events = new LinkedHashMap<>();
        Claim claim = new Claim(BILLING, new TermId(BILLING, 45, new SessionId("other~1")), LIFE, -1);
        events.put("look: free after term 45", state -> state.onLook(new Standing.Free(claim), NOW));
        events.put(
                "look: free, no row",
                state -> state.onLook(new Standing.Free(new Claim(BILLING, null, LIFE, -1)), NOW));
        events.put("look: mine, 50", state -> state.onLook(new Standing.Mine(TERM), NOW));
        events.put("look: mine, 49", state -> state.onLook(new Standing.Mine(OTHER_TERM), NOW));
        events.put("look: not free, 60", state -> state.onLook(new Standing.NotFree(60), NOW));
        events.put("granted 4, 3 s left", state -> state.onGranted(4, TERM, 3 * SECOND, NOW));
        events.put("granted 4, 2.9 s left", state -> state.onGranted(4, TERM, 29 * SECOND / 10, NOW));
        events.put("granted 4, session over", state -> state.onGranted(4, TERM, -1, NOW));
        events.put("granted 3", state -> state.onGranted(3, TERM, 3 * SECOND, NOW));
        events.put("not granted 4", state -> state.onNotGranted(4, NOW));
        events.put("not granted 3", state -> state.onNotGranted(3, NOW));
        events.put("unanswered 4", state -> state.onUnanswered(4, NOW));
        events.put("unanswered 3", state -> state.onUnanswered(3, NOW));
        events.put("released 4", state -> state.onReleased(4, NOW));
        events.put("released 3", state -> state.onReleased(3, NOW));
        events.put("gates of 50 open, 3 s left", state -> state.onGatesOpened(TERM, 3 * SECOND, NOW));
        events.put("gates of 50 open, 2.9 s left", state -> state.onGatesOpened(TERM, 29 * SECOND / 10, NOW));
        events.put("gates of 49 open", state -> state.onGatesOpened(OTHER_TERM, 3 * SECOND, NOW));
        events.put("gate of 50 failed", state -> state.onGatesFailed(TERM, -1, NOW));
        events.put("gate of 50 is ahead at 70", state -> state.onGatesFailed(TERM, 70, NOW));
        events.put("gate of 49 failed", state -> state.onGatesFailed(OTHER_TERM, -1, NOW));
        events.put("work of 50 begun", state -> state.onBegun(TERM, NOW));
        events.put("work of 49 begun", state -> state.onBegun(OTHER_TERM, NOW));
        events.put("work of 50 failed", state -> state.onWorkFailed(TERM, NOW));
        events.put("work of 49 failed", state -> state.onWorkFailed(OTHER_TERM, NOW));
        events.put("work of 50 ended", state -> state.onWorkEnded(TERM, NOW));
        events.put("work of 49 ended", state -> state.onWorkEnded(OTHER_TERM, NOW));
        events.put("work of 50 stuck", state -> state.onWorkStuck(TERM, NOW));
        events.put("work of 49 stuck", state -> state.onWorkStuck(OTHER_TERM, NOW));
        events.put("term over: store-unreachable", state -> state.onTermOver(EndReason.STORE_UNREACHABLE, NOW));
        events.put("resign for 2 s", state -> state.onResign(2 * SECOND, NOW));
        events.put("resign for 0 s", state -> state.onResign(0, NOW));
        events.put("campaign", state -> state.onCampaign(NOW));
        events.put("retire", state -> state.onRetire(NOW));
        events.put("tick", state -> state.onTick(NOW));
        return events;
    }

    @Test
    void tableOfEveryStateAndEventIsAsReviewed() throws IOException {
        Golden.check("io/github/elector/election/election-transitions.txt", table());
    }

    @Test
    void everyKindOfStateAndEveryEventIsInTheTable() {
        assertThat(states().values().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(ElectionState.class.getPermittedSubclasses());
        long eventMethods = Arrays.stream(ElectionState.class.getMethods())
                .filter(method ->
                        method.getReturnType() == Step.class && method.getName().startsWith("on"))
                .count();
        assertThat(eventMethods)
                .as("events known to this test: add new ones to events()")
                .isEqualTo(16);
    }

    @Test
    void nothingIsEverDoneTwiceByATickThatComesTwice() {
        states().forEach((name, state) -> {
            ElectionState after = state.onTick(NOW).next();

            assertThat(after.onTick(NOW).commands()).as(name).isEmpty();
        });
    }

    private static String table() {
        StringBuilder text = new StringBuilder("""
                Every state of an election and every event; see ElectionTransitionsTest.
                Now is 100 s; lease 10 s, renew 3 s, retry 1 s, stop 1 s. Term in hand 50, attempt in flight 4, highest term seen 40.
                """);
        states().forEach((name, state) -> {
            text.append("\n").append(name).append(wake(state)).append("\n");
            List<String> ignored = new ArrayList<>();
            events().forEach((event, apply) -> {
                Step step = apply.apply(state);
                if (step.next().equals(state) && step.commands().isEmpty()) {
                    ignored.add(event);
                } else {
                    text.append(String.format("  %-32s -> %s%n", event, story(state, step)));
                }
            });
            text.append("  nothing follows from").append(wrapped(ignored)).append("\n");
        });
        return text.toString();
    }

    private static String wrapped(List<String> words) {
        StringBuilder text = new StringBuilder();
        int column = 200;
        for (String word : words) {
            boolean breaks = column + word.length() > 110;
            text.append(breaks ? "\n      " : "; ").append(word);
            column = (breaks ? 6 : column + 2) + word.length();
        }
        return text.toString();
    }

    private static String wake(ElectionState state) {
        OptionalLong at = state.wakeAtNanos();
        return at.isPresent() ? " (wakes at " + seconds(at.getAsLong()) + ")" : "";
    }

    private static String story(ElectionState before, Step step) {
        String next = step.next().equals(before) ? "the same" : state(step.next()) + changes(before, step.next());
        String commands =
                step.commands().stream().map(ElectionTransitionsTest::command).collect(Collectors.joining(", "));
        return commands.isEmpty() ? next : next + " | " + commands;
    }

    private static String state(ElectionState state) {
        if (state instanceof Asking asking) {
            return "Asking(attempt " + asking.attempt() + ")";
        }
        if (state instanceof Opening opening) {
            return "Opening(" + opening.term().number() + ")";
        }
        if (state instanceof Leading leading) {
            return "Leading(" + leading.term().number() + (leading.workRuns() ? ", work runs" : "") + ")";
        }
        if (state instanceof Draining draining) {
            return "Draining(" + draining.term().number() + ", " + draining.stage() + ")";
        }
        if (state instanceof Releasing releasing) {
            return "Releasing(" + releasing.term().number() + ", attempt " + releasing.attempt()
                    + (releasing.workEnded() ? "" : ", work runs")
                    + (releasing.inFlight() ? "" : ", again at " + seconds(releasing.retryAtNanos())) + ")";
        }
        return state.getClass().getSimpleName();
    }

    private static String changes(ElectionState before, ElectionState after) {
        Candidacy was = before.candidacy();
        Candidacy is = after.candidacy();
        StringBuilder text = new StringBuilder();
        if (was.highestTerm() != is.highestTerm()) {
            text.append(", has seen ").append(is.highestTerm());
        }
        if (was.workFailures() != is.workFailures()) {
            text.append(", failures ").append(is.workFailures());
        }
        if (is.stayingOut() && (!was.stayingOut() || was.stayOutUntilNanos() != is.stayOutUntilNanos())) {
            text.append(", out until ").append(seconds(is.stayOutUntilNanos()));
        }
        if (was.stayingOut() && !is.stayingOut()) {
            text.append(", no longer out");
        }
        if (was.retiring() != is.retiring()) {
            text.append(", retiring");
        }
        return text.toString();
    }

    private static String command(ElectionCommand command) {
        if (command instanceof ElectionCommand.Acquire acquire) {
            TermId seen = acquire.claim().seen();
            return "acquire(attempt " + acquire.attempt() + ", seen "
                    + (seen == null ? "no row" : seen.number() + " of " + seen.session()) + ", above "
                    + acquire.claim().aboveTerm() + ")";
        }
        if (command instanceof ElectionCommand.Release release) {
            return "release(attempt " + release.attempt() + ", "
                    + release.term().number() + ")";
        }
        if (command instanceof ElectionCommand.EndTerm end) {
            return "end term(" + end.term().number() + ", " + end.reason() + ")";
        }
        if (command instanceof ElectionCommand.BeginTerm begin) {
            return "begin term(" + begin.term().number() + ")";
        }
        if (command instanceof ElectionCommand.OpenGates gates) {
            return "open gates(" + gates.term().number() + ")";
        }
        if (command instanceof ElectionCommand.ReportOverrun overrun) {
            return "report overrun(" + overrun.term().number() + ")";
        }
        return command instanceof ElectionCommand.LookSoon ? "look soon" : "retired";
    }

    private static String seconds(long nanos) {
        return Math.floorDiv(nanos, 1_000_000L) / 1000.0 + " s";
    }
}
