// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.time.Moment;
import java.util.OptionalLong;

/**
 * The row is being closed, again and again until the answer is definite.
 *
 * @param seed spreads the waits of rivals
 * @param attempt the latest try
 * @param inFlight whether that is not answered yet
 * @param failures how many in a row were not answered
 * @param retryAtNanos when to send the next; meaningless while one is in flight
 */
record Closing(SessionId id, Timing timing, long seed, long attempt, boolean inFlight, int failures, long retryAtNanos)
        implements SessionState {
    static SessionStep begin(SessionId id, Timing timing, long seed) {
        return send(new Closing(id, timing, seed, 0, false, 0, 0));
    }

    private static SessionStep send(Closing closing) {
        long attempt = closing.attempt + 1;
        return SessionStep.to(
                new Closing(closing.id, closing.timing, closing.seed, attempt, true, closing.failures, 0),
                new SessionCommand.Close(closing.id, attempt));
    }

    @Override
    public Phase phase() {
        return Phase.CLOSING;
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
        return inFlight ? OptionalLong.empty() : OptionalLong.of(retryAtNanos);
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
        return attempt == this.attempt && inFlight ? SessionStep.to(new Closed(id)) : SessionStep.to(this);
    }

    @Override
    public SessionStep onCloseUnanswered(long attempt, Moment now) {
        if (attempt != this.attempt || !inFlight) {
            return SessionStep.to(this);
        }
        long wait = Backoff.nanos(timing, failures, seed);
        return SessionStep.to(new Closing(id, timing, seed, attempt, false, failures + 1, now.nanos() + wait));
    }

    @Override
    public SessionStep onTick(Moment now) {
        return !inFlight && now.nanos() - retryAtNanos >= 0 ? send(this) : SessionStep.to(this);
    }
}
