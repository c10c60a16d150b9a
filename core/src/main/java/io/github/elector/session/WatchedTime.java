// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

/**
 * The time that looks have covered: a clock that goes on with each answered look, by what passed since the one before,
 * and by no more than was planned between them. So a clock that jumps, a suspended host or a stalled event loop adds one
 * step and not a lease, also to what is seen by every tenth look only.
 */
final class WatchedTime {
    private boolean begun;
    private long arrivedNanos;
    private long nowNanos;
    private long sentNanos;

    /** A look was answered; at most so much is counted since the one before. */
    void look(LookSpan span, long mostNanos) {
        long before = nowNanos;
        if (begun) {
            sentNanos = before + counted(span.sentNanos(), mostNanos);
            nowNanos = before + counted(span.arrivedNanos(), mostNanos);
        }
        begun = true;
        arrivedNanos = span.arrivedNanos();
    }

    /** When the latest look arrived, on this clock. */
    long nowNanos() {
        return nowNanos;
    }

    /** When the latest look was sent, on this clock. */
    long sentNanos() {
        return sentNanos;
    }

    private long counted(long atNanos, long mostNanos) {
        return Math.max(0, Math.min(atNanos - arrivedNanos, mostNanos));
    }
}
