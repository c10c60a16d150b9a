// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.Timing;
import io.github.elector.time.Moment;

/**
 * What a heartbeat that was answered yes gives: time, counted from before it was sent.
 *
 * @param sentAt both clocks before the heartbeat was handed over
 * @param timing the durations
 */
public record Grant(Moment sentAt, Timing timing) {
    /** Whether a term may still answer valid. */
    public boolean isValid(Moment now) {
        return hardLeftNanos(now) > 0;
    }

    /** Until no term may answer valid; by the clock that says less is left. */
    public long hardLeftNanos(Moment now) {
        return timing.hardNanos() - now.elapsedNanosSince(sentAt);
    }

    /** Until the session lapses and its work must stop. */
    public long softLeftNanos(Moment now) {
        return timing.softNanos() - now.elapsedNanosSince(sentAt);
    }

    /** The soft end on the monotonic clock alone: when to wake up. */
    public long softEndNanos() {
        return sentAt.nanos() + timing.softNanos();
    }

    /** The hard end on the monotonic clock alone. */
    public long hardEndNanos() {
        return sentAt.nanos() + timing.hardNanos();
    }
}
