// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.session.SessionCommand;
import io.github.elector.session.SessionState;
import io.github.elector.time.Moment;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final long MILLI = 1_000_000;
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 1_000, 1_000);
    private static final SessionId FIRST = new SessionId("n~1");
    private static final SessionId SECOND = new SessionId("n~2");

    private int made;
    private final Sessions sessions = new Sessions(TIMING, 0, () -> new SessionId("n~" + ++made), 0);

    @Test
    void firstSessionIsOpenedAtOnce() {
        assertThat(sessions.tick(at(0))).containsExactly(new SessionCommand.Open(FIRST));
    }

    @Test
    void openingThatWasNotAnsweredIsTriedAgainUnderAFreshIdAfterAWait() {
        sessions.tick(at(0));
        sessions.apply(FIRST, state -> state.onOpenUnanswered(at(1_500)), at(1_500));

        assertThat(sessions.tick(at(1_500))).isEmpty();
        long wake = sessions.wakeAtNanos().orElseThrow();
        assertThat(wake).isBetween(1_575 * MILLI, 1_650 * MILLI);
        assertThat(sessions.tick(new Moment(wake, 0))).containsExactly(new SessionCommand.Open(SECOND));
        assertThat(sessions.own()).containsExactly(SECOND);
    }

    @Test
    void sessionAfterOneThatWasNeverKeptAliveIsOpenedAfterAWaitAndHasToProveItself() {
        open();
        assertThat(sessions.awaitProof()).isFalse();

        assertThat(sessions.tick(at(9_000))).hasSize(1).first().isInstanceOf(SessionCommand.Lapse.class);

        assertThat(sessions.tick(new Moment(sessions.wakeAtNanos().orElseThrow(), 9_200)))
                .containsExactly(new SessionCommand.Open(SECOND));
        sessions.apply(SECOND, state -> state.onOpened(at(9_300)), at(9_300));
        assertThat(sessions.awaitProof()).isTrue();
        sessions.tick(at(13_000));
        sessions.apply(SECOND, state -> state.onBeat(1, at(13_005)), at(13_005));
        assertThat(sessions.awaitProof()).isFalse();
    }

    @Test
    void lapsedSessionIsReplacedAtOnceAndKeptUntilItsRowIsClosed() {
        open();
        sessions.tick(at(3_000));
        sessions.apply(FIRST, state -> state.onBeat(1, at(3_005)), at(3_005));

        List<SessionCommand> commands = sessions.tick(at(12_000));

        assertThat(commands).hasSize(2);
        assertThat(commands.get(1)).isEqualTo(new SessionCommand.Open(SECOND));
        assertThat(sessions.lapsed()).containsExactly(FIRST);
        assertThat(sessions.isCurrent(SECOND)).isTrue();
        assertThat(sessions.isOwn(FIRST)).isTrue();
        sessions.apply(FIRST, state -> state.onIdle(at(12_000)), at(12_000));
        assertThat(sessions.lapsed()).isEmpty();
        sessions.apply(FIRST, state -> state.onClosed(1, at(12_010)), at(12_010));
        assertThat(sessions.isOwn(FIRST)).isFalse();
    }

    @Test
    void lapsedSessionIsNeverRevivedByALateYes() {
        open();
        sessions.tick(at(3_000));
        sessions.tick(at(9_000));

        assertThat(sessions.apply(FIRST, state -> state.onBeat(1, at(9_001)), at(9_001)))
                .isEmpty();
        assertThat(sessions.softLeftNanos(FIRST, at(9_001))).isNegative();
    }

    @Test
    void noSessionIsOpenedOnceTheHostCloses() {
        open();
        sessions.stopOpening();

        assertThat(sessions.tick(at(9_000))).hasSize(1).first().isInstanceOf(SessionCommand.Lapse.class);
        assertThat(sessions.tick(at(90_000))).isEmpty();
        assertThat(sessions.current()).isNull();
    }

    @Test
    void abandonedSessionSendsNothingAnyMore() {
        open();
        sessions.stopOpening();
        sessions.abandonCurrent();

        assertThat(sessions.tick(at(3_000))).isEmpty();
        assertThat(sessions.wakeAtNanos()).isEmpty();
        assertThat(sessions.areClosed()).isTrue();
    }

    private void open() {
        sessions.tick(at(0));
        sessions.apply(FIRST, state -> state.onOpened(at(5)), at(5));
        assertThat(sessions.current()).extracting(SessionState::phase).isEqualTo(SessionState.Phase.ALIVE);
    }

    private static Moment at(long millis) {
        return new Moment(millis * MILLI, millis);
    }
}
