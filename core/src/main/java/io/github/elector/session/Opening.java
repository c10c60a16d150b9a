// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.time.Moment;
import java.util.OptionalLong;

/**
 * The row is being inserted. Whether it was is known only by an answer; a retry takes a fresh id.
 *
 * @param seed spreads the waits of rivals
 * @param sentAt both clocks before the insert was handed over
 */
record Opening(SessionId id, Timing timing, long seed, Moment sentAt) implements SessionState {
    @Override
    public Phase phase() {
        return Phase.OPENING;
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
        Grant grant = new Grant(sentAt, timing);
        return grant.softLeftNanos(now) > 0
                ? SessionStep.to(Alive.begin(id, seed, grant), new SessionCommand.Extend(id, grant))
                : SessionStep.to(new Lapsed(id, timing, seed));
    }

    @Override
    public SessionStep onOpenUnanswered(Moment now) {
        // If the row was inserted after all, nobody sends heartbeats for it, and any standby closes it in time.
        return SessionStep.to(new Closed(id));
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
