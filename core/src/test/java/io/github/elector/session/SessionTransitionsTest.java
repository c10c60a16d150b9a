// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.testing.Golden;
import io.github.elector.time.Moment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every state of a session, every event, at four times: what follows, as a table that is read against DESIGN §5.
 *
 * <p>Lease 10 s, renew 3 s, retry 1 s, stop 1 s: soft end 8.98 s after a heartbeat was sent, hard end 9.98 s.
 */
class SessionTransitionsTest {
    private static final long MILLI = 1_000_000;
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 1_000, 1_000);
    private static final SessionId ID = new SessionId("own~1");

    /** Everything began at 0 s; the latest heartbeat that was answered yes was sent then. */
    private static Map<String, SessionState> states() {
        Map<String, SessionState> states = new LinkedHashMap<>();
        SessionState opening = SessionState.open(ID, TIMING, 0, at(0)).next();
        SessionState alive = opening.onOpened(at(10)).next();
        SessionState beating = alive.onTick(at(3_000)).next();
        SessionState failed = beating.onBeatUnanswered(1, at(4_000)).next();
        states.put("Opening since 0 s", opening);
        states.put("Alive since 0 s", alive);
        states.put("Alive since 0 s, heartbeat 1 in flight since 3 s", beating);
        states.put("Alive since 0 s, heartbeat 1 given up at 4 s", failed);
        states.put(
                "Alive since 3 s, by heartbeat 1", beating.onBeat(1, at(3_010)).next());
        SessionState lapsed = alive.onTick(at(8_980)).next();
        states.put("Lapsed", lapsed);
        SessionState closing = lapsed.onIdle(at(0)).next();
        states.put("Closing, attempt 1 in flight", closing);
        states.put(
                "Closing, attempt 1 given up at 4 s",
                closing.onCloseUnanswered(1, at(4_000)).next());
        states.put("Closed", new Closed(ID));
        return states;
    }

    private static Map<String, Moment> times() {
        Map<String, Moment> times = new LinkedHashMap<>();
        times.put("at 5 s", at(5_000));
        times.put("at 5 s, wall clock 2 s behind", new Moment(5_000 * MILLI, 3_000));
        times.put("at 5 s, wall clock at 9 s", new Moment(5_000 * MILLI, 9_000));
        times.put("at 8.98 s", at(8_980));
        return times;
    }

    private static Map<String, BiFunction<SessionState, Moment, SessionStep>> events() {
        Map<String, BiFunction<SessionState, Moment, SessionStep>> events = new LinkedHashMap<>();
        events.put("opened", SessionState::onOpened);
        events.put("open unanswered", SessionState::onOpenUnanswered);
        events.put("beat 1", (state, now) -> state.onBeat(1, now));
        events.put("beat 0", (state, now) -> state.onBeat(0, now));
        events.put("gone 1", (state, now) -> state.onGone(1, now));
        events.put("gone 0", (state, now) -> state.onGone(0, now));
        events.put("beat 1 unanswered", (state, now) -> state.onBeatUnanswered(1, now));
        events.put("beat 0 unanswered", (state, now) -> state.onBeatUnanswered(0, now));
        events.put("validity over", SessionState::onValidityOver);
        events.put("idle", SessionState::onIdle);
        events.put("closed 1", (state, now) -> state.onClosed(1, now));
        events.put("closed 0", (state, now) -> state.onClosed(0, now));
        events.put("close 1 unanswered", (state, now) -> state.onCloseUnanswered(1, now));
        events.put("close 0 unanswered", (state, now) -> state.onCloseUnanswered(0, now));
        events.put("tick", SessionState::onTick);
        return events;
    }

    @Test
    void tableOfEveryStateAndEventIsAsReviewed() throws IOException {
        Golden.check("io/github/elector/session/session-transitions.txt", table());
    }

    @Test
    void everyKindOfStateAndEveryEventIsInTheTable() {
        assertThat(states().values().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(SessionState.class.getPermittedSubclasses());
        long eventMethods = Arrays.stream(SessionState.class.getMethods())
                .filter(method -> method.getReturnType() == SessionStep.class
                        && method.getName().startsWith("on"))
                .count();
        assertThat(eventMethods)
                .as("events known to this test: add new ones to events()")
                .isEqualTo(10);
    }

    @Test
    void noEventAfterTheSoftEndExtendsASession() {
        states().forEach((name, state) -> events().forEach((event, apply) -> {
            Moment end = at(name.startsWith("Alive since 3 s") ? 11_980 : 8_980);

            // The host lets every session tick before anything else.
            SessionStep late = apply.apply(state.onTick(end).next(), end);

            assertThat(late.commands())
                    .as("%s, %s", name, event)
                    .noneMatch(command -> command instanceof SessionCommand.Extend);
            assertThat(late.next().phase()).as("%s, %s", name, event).isNotEqualTo(SessionState.Phase.ALIVE);
        }));
    }

    /** It counts whole milliseconds, and whoever reads both clocks may lose the processor in between. */
    @Test
    void endThatTheWallClockSaysAMomentEarlierIsNoJump() {
        SessionState alive = states().get("Alive since 0 s");
        Moment roundedUp = new Moment(8_980 * MILLI - MILLI / 2, 8_980);
        Moment jumped = new Moment(8_500 * MILLI, 8_980);

        assertThat(alive.onTick(roundedUp).commands())
                .containsExactly(new SessionCommand.Lapse(ID, EndReason.STORE_UNREACHABLE));
        assertThat(alive.onTick(jumped).commands()).containsExactly(new SessionCommand.Lapse(ID, EndReason.CLOCK_JUMP));
    }

    private static String table() {
        StringBuilder text = new StringBuilder("""
                Every state of a session, every event, at four times; see SessionTransitionsTest.
                Lease 10 s, renew 3 s, retry 1 s, stop 1 s: soft end 8.98 s after a heartbeat was sent, hard end 9.98 s.
                """);
        states().forEach((name, state) -> {
            text.append("\n").append(name).append(wake(state)).append("\n");
            Map<String, List<String>> blocks = new LinkedHashMap<>();
            times().forEach((time, now) -> blocks.computeIfAbsent(lines(state, now), any -> new ArrayList<>())
                    .add(time));
            blocks.forEach((block, times) -> text.append(
                            times.size() == times().size() ? "  at any time" : "  " + String.join("; ", times))
                    .append("\n")
                    .append(block));
        });
        return text.toString();
    }

    /** Events with the same outcome share a line. */
    private static String lines(SessionState state, Moment now) {
        Map<String, List<String>> outcomes = new LinkedHashMap<>();
        events().forEach((event, apply) -> outcomes.computeIfAbsent(
                        story(state, apply.apply(state, now)), any -> new ArrayList<>())
                .add(event));
        return outcomes.entrySet().stream()
                .map(entry -> "    " + String.join("; ", entry.getValue()) + "\n      -> " + entry.getKey() + "\n")
                .collect(Collectors.joining());
    }

    private static String wake(SessionState state) {
        OptionalLong at = state.wakeAtNanos();
        return at.isPresent() ? " (wakes at " + seconds(at.getAsLong()) + ")" : "";
    }

    private static String story(SessionState before, SessionStep step) {
        if (step.next().equals(before) && step.commands().isEmpty()) {
            return "nothing";
        }
        String commands =
                step.commands().stream().map(SessionTransitionsTest::command).collect(Collectors.joining(", "));
        String next = state(step.next());
        return commands.isEmpty() ? next : next + " | " + commands;
    }

    private static String state(SessionState state) {
        if (state instanceof Alive alive) {
            return "Alive(since " + seconds(alive.grant().sentAt().nanos()) + ", "
                    + (alive.inFlight()
                            ? "heartbeat " + alive.attempt() + " in flight"
                            : "next heartbeat at " + seconds(alive.nextBeatAtNanos()))
                    + (alive.failures() > 0 ? ", failures " + alive.failures() : "") + ")";
        }
        if (state instanceof Closing closing) {
            return "Closing("
                    + (closing.inFlight()
                            ? "attempt " + closing.attempt() + " in flight"
                            : "again at " + seconds(closing.retryAtNanos()))
                    + ")";
        }
        return state.getClass().getSimpleName();
    }

    private static String command(SessionCommand command) {
        if (command instanceof SessionCommand.Extend extend) {
            return "extend to " + seconds(extend.grant().softEndNanos()) + " and "
                    + seconds(extend.grant().hardEndNanos());
        }
        if (command instanceof SessionCommand.Lapse lapse) {
            return "lapse, " + lapse.reason();
        }
        if (command instanceof SessionCommand.Heartbeat beat) {
            return "heartbeat " + beat.attempt();
        }
        return command instanceof SessionCommand.Close close ? "close, attempt " + close.attempt() : "open";
    }

    private static Moment at(long millis) {
        return new Moment(millis * MILLI, millis);
    }

    private static String seconds(long nanos) {
        return Math.floorDiv(nanos, MILLI) / 1000.0 + " s";
    }
}
