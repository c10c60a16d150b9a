// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.time.Moment;
import java.util.OptionalLong;

/**
 * Where one session stands; one method for every event. A session is never revived: the host opens another.
 *
 * <p>Every event may find that the soft end has passed, by either clock, and then the session lapses whatever the event
 * was: a late yes is not accepted.
 */
public sealed interface SessionState permits Opening, Alive, Lapsed, Closing, Closed {
    /**
     * A session whose row is being inserted.
     *
     * @param seed spreads the waits of rivals
     */
    static SessionStep open(SessionId id, Timing timing, long seed, Moment now) {
        return SessionStep.to(new Opening(id, timing, seed, now), new SessionCommand.Open(id));
    }

    /** How far a session has come. */
    enum Phase {
        OPENING,
        ALIVE,
        LAPSED,
        CLOSING,
        CLOSED
    }

    /** Which session. */
    SessionId id();

    /** How far it has come. */
    Phase phase();

    /** Whether it is alive and not by its opening alone: a heartbeat was answered yes. */
    default boolean isProven() {
        return false;
    }

    /** How many heartbeats were sent. */
    long beats();

    /** Until it lapses; negative or zero if it is not alive. */
    long softLeftNanos(Moment now);

    /** When to call {@link #onTick}, on the monotonic clock, if ever. */
    OptionalLong wakeAtNanos();

    /** The row was inserted. */
    SessionStep onOpened(Moment now);

    /** Nobody knows whether the row was inserted. */
    SessionStep onOpenUnanswered(Moment now);

    /** The heartbeat was answered yes. */
    SessionStep onBeat(long attempt, Moment now);

    /** The heartbeat was answered no: the session is closed or its row is missing. */
    SessionStep onGone(long attempt, Moment now);

    /** The heartbeat was given up: nobody knows whether it took effect. */
    SessionStep onBeatUnanswered(long attempt, Moment now);

    /** A term was asked when the hard end had passed by one of the clocks, and will never answer valid again. */
    SessionStep onValidityOver(Moment now);

    /** No term of this session is in hand and none will be asked for: its row may be closed. */
    SessionStep onIdle(Moment now);

    /** The row is closed or missing. */
    SessionStep onClosed(long attempt, Moment now);

    /** Nobody knows whether the row is closed. */
    SessionStep onCloseUnanswered(long attempt, Moment now);

    /** The time of {@link #wakeAtNanos} has come, or has not: to be called as often as one likes. */
    SessionStep onTick(Moment now);
}
