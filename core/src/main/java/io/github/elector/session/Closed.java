// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.SessionId;
import io.github.elector.time.Moment;
import java.util.OptionalLong;

/** The row is closed or missing, or was never surely there: nothing happens any more. */
record Closed(SessionId id) implements SessionState {
    @Override
    public Phase phase() {
        return Phase.CLOSED;
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
        return SessionStep.to(this);
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
