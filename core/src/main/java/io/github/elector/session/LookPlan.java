// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.SessionSight;
import io.github.elector.lease.Timing;

/**
 * When the next look is worth while: just after the next heartbeat that should come, so that each version is seen
 * young; again and again, a little later each time, while it does not come; and when something could be old enough.
 * Sessions that were left behind are worth a look of their own only to who leads everything.
 */
final class LookPlan {
    private static final long MILLI = 1_000_000;
    private static final long SOONEST_NANOS = 5 * MILLI;
    private static final long SPREAD_NANOS = 20 * MILLI;
    private static final long OVERDUE_NANOS = SOONEST_NANOS + SPREAD_NANOS;

    private final Timing timing;
    private final long offsetNanos;
    private long arrivedNanos;
    private long ripeAtNanos;
    private long beatAtNanos;
    private long leftBehindNanos;

    /**
     * Looks of this plan come between 5 and 25 ms after an expected heartbeat, always by the same offset. Sooner, too
     * many would come before a heartbeat that is a little late; and what a version is older when it is seen, a takeover
     * is later.
     */
    LookPlan(Timing timing, long seed) {
        this.timing = timing;
        this.offsetNanos = SOONEST_NANOS + Math.floorMod(seed, SPREAD_NANOS);
    }

    /** A look is being studied. What is considered ripe counts for the whole round, heartbeats for the latest look. */
    void look(LookSpan span) {
        arrivedNanos = span.arrivedNanos();
        beatAtNanos = arrivedNanos + timing.retryNanos();
        leftBehindNanos = Long.MAX_VALUE;
        if (span.beginsRound()) {
            ripeAtNanos = beatAtNanos;
        }
    }

    /** Something will be old enough in so many nanoseconds. */
    void considerRipe(long nanos) {
        ripeAtNanos = earlier(ripeAtNanos, nanos + MILLI);
    }

    /** The session is alive, and its next heartbeat is due by the age of the last one. */
    void considerHeartbeat(SessionSight session) {
        long renewNanos = session.renewMillis() * MILLI;
        long silentNanos = Math.max(0, session.silentMillis()) * MILLI;
        long overdueNanos = silentNanos - renewNanos;
        // Overdue by 25, 75, 175, 375 ms …: each wait is twice the one before.
        beatAtNanos = earlier(
                beatAtNanos, overdueNanos < offsetNanos ? offsetNanos - overdueNanos : overdueNanos + OVERDUE_NANOS);
    }

    /** A session that holds nothing can be closed in so many nanoseconds, if it stays silent. */
    void considerLeftBehind(long nanos) {
        leftBehindNanos = Math.min(leftBehindNanos, Math.max(nanos, 0) + MILLI);
    }

    /** From the answer just studied until one of those can be closed, or {@link Long#MAX_VALUE}. */
    long leftBehindNanos() {
        return leftBehindNanos;
    }

    /** From the answer just studied until the next round of looks. */
    long nextLookNanos() {
        return Math.max(MILLI, Math.min(ripeAtNanos - arrivedNanos, beatAtNanos - arrivedNanos));
    }

    private long earlier(long atNanos, long fromNowNanos) {
        return arrivedNanos + Math.min(atNanos - arrivedNanos, Math.max(fromNowNanos, MILLI));
    }
}
