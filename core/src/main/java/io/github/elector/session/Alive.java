// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.time.Moment;
import java.util.OptionalLong;

/**
 * Heartbeats are answered, or were until a moment ago.
 *
 * @param seed spreads the waits of rivals
 * @param grant what the latest heartbeat that was answered yes gives, or the opening
 * @param isProven whether a heartbeat was ever answered yes
 * @param attempt the latest heartbeat
 * @param inFlight whether that is not answered yet
 * @param beatSentAt both clocks before it was handed over
 * @param nextBeatAtNanos when to send the next; meaningless while one is in flight
 * @param failures how many in a row were not answered
 */
record Alive(
        SessionId id,
        long seed,
        Grant grant,
        boolean isProven,
        long attempt,
        boolean inFlight,
        Moment beatSentAt,
        long nextBeatAtNanos,
        int failures)
        implements SessionState {
    static Alive begin(SessionId id, long seed, Grant grant) {
        return new Alive(id, seed, grant, false, 0, false, grant.sentAt(), nextBeat(grant), 0);
    }

    @Override
    public Phase phase() {
        return Phase.ALIVE;
    }

    @Override
    public long beats() {
        return attempt;
    }

    @Override
    public long softLeftNanos(Moment now) {
        return grant.softLeftNanos(now);
    }

    @Override
    public OptionalLong wakeAtNanos() {
        return OptionalLong.of(
                inFlight || nextBeatAtNanos - grant.softEndNanos() > 0 ? grant.softEndNanos() : nextBeatAtNanos);
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
        if (attempt != this.attempt || !inFlight) {
            return onTick(now);
        }
        Grant next = new Grant(beatSentAt, grant.timing());
        if (hasLapsed(now) || next.softLeftNanos(now) <= 0) {
            return lapse(now);
        }
        return SessionStep.to(
                new Alive(id, seed, next, true, attempt, false, beatSentAt, nextBeat(next), 0),
                new SessionCommand.Extend(id, next));
    }

    @Override
    public SessionStep onGone(long attempt, Moment now) {
        return attempt == this.attempt && inFlight
                ? SessionStep.to(new Closed(id), new SessionCommand.Lapse(id, EndReason.SESSION_CLOSED))
                : onTick(now);
    }

    @Override
    public SessionStep onBeatUnanswered(long attempt, Moment now) {
        if (attempt != this.attempt || !inFlight || hasLapsed(now)) {
            return onTick(now);
        }
        long wait = Backoff.nanos(grant.timing(), failures, seed);
        return SessionStep.to(
                new Alive(id, seed, grant, isProven, attempt, false, beatSentAt, now.nanos() + wait, failures + 1));
    }

    @Override
    public SessionStep onValidityOver(Moment now) {
        return lapse(now);
    }

    /** A heartbeat that is under way is given up: it can only find the row closed, and nobody hears its answer. */
    @Override
    public SessionStep onIdle(Moment now) {
        return Closing.begin(id, grant.timing(), seed);
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
        if (hasLapsed(now)) {
            return lapse(now);
        }
        if (inFlight || now.nanos() - nextBeatAtNanos < 0) {
            return SessionStep.to(this);
        }
        return SessionStep.to(
                new Alive(id, seed, grant, isProven, attempt + 1, true, now, nextBeatAtNanos, failures),
                new SessionCommand.Heartbeat(id, attempt + 1));
    }

    private boolean hasLapsed(Moment now) {
        return grant.softLeftNanos(now) <= 0;
    }

    /**
     * The wall clock has jumped only if the other one leaves time for another heartbeat: it counts whole milliseconds, and
     * a thread that reads both may lose the processor in between.
     */
    private SessionStep lapse(Moment now) {
        boolean byWallClockAlone =
                grant.softEndNanos() - now.nanos() > grant.timing().firstBackoffNanos();
        EndReason reason = byWallClockAlone ? EndReason.CLOCK_JUMP : EndReason.STORE_UNREACHABLE;
        return SessionStep.to(new Lapsed(id, grant.timing(), seed), new SessionCommand.Lapse(id, reason));
    }

    private static long nextBeat(Grant grant) {
        return grant.sentAt().nanos() + grant.timing().renewNanos();
    }
}
