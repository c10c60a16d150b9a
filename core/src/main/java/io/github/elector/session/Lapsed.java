// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.time.Moment;
import java.util.OptionalLong;

/**
 * No heartbeat was answered before the soft end, and none is sent any more. Its row is closed once its work has ended;
 * until then it is left to silence.
 *
 * @param seed spreads the waits of rivals
 */
record Lapsed(SessionId id, Timing timing, long seed) implements SessionState {
    @Override
    public Phase phase() {
        return Phase.LAPSED;
    }

    @Override
    public long beats() {
        return 0;
    }

    @Override
    public long softLeftNanos(Moment now) {
        return 0;
    }

    @Override
    public OptionalLong wakeAtNanos() {
        return OptionalLong.empty();
    }

    @Override
    public SessionStep onOpened(Moment now) {
        return SessionStep.to(this);
    }

    @Override
    public SessionStep onOpenUnanswered(Moment now) {
        return SessionStep.to(this);
    }

    @Override
    public SessionStep onBeat(long attempt, Moment now) {
        return SessionStep.to(this);
    }

    @Override
    public SessionStep onGone(long attempt, Moment now) {
        return SessionStep.to(this);
    }

    @Override
    public SessionStep onBeatUnanswered(long attempt, Moment now) {
        return SessionStep.to(this);
    }

    @Override
    public SessionStep onValidityOver(Moment now) {
        return SessionStep.to(this);
    }

    @Override
    public SessionStep onIdle(Moment now) {
        return Closing.begin(id, timing, seed);
    }

    @Override
    public SessionStep onClosed(long attempt, Moment now) {
        return SessionStep.to(this);
    }

    @Override
    public SessionStep onCloseUnanswered(long attempt, Moment now) {
        return SessionStep.to(this);
    }

    @Override
    public SessionStep onTick(Moment now) {
        return SessionStep.to(this);
    }
}
