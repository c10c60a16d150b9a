// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

/**
 * For how long something was seen unchanged, by answered looks alone.
 *
 * <p>Counting begins when the first answer <em>arrived</em>, on the monotonic clock only. Between two answered looks at
 * most the time that was planned between them counts, so that a clock that jumps, a suspended host or a stalled event
 * loop adds one step and not a lease.
 *
 * @param what was seen
 * @param agedNanos from the first arrival to the last
 * @param provenNanos from the first arrival to when the last look was sent: what decisions count with, because the
 *     answer shows the state at some moment after that
 * @param seenAtNanos the last arrival
 */
record Watch<T>(T what, long agedNanos, long provenNanos, long seenAtNanos) {
    static <T> Watch<T> begin(T what, long arrivedNanos) {
        return new Watch<>(what, 0, 0, arrivedNanos);
    }

    /** Seen again, by the look that was sent and has arrived at these times. */
    Watch<T> seen(T whatNow, long sentNanos, long arrivedNanos, long mostNanos) {
        if (!what.equals(whatNow)) {
            return begin(whatNow, arrivedNanos);
        }
        if (arrivedNanos == seenAtNanos) {
            return this; // Several rows of one look tell it.
        }
        return new Watch<>(
                what,
                agedNanos + Math.min(arrivedNanos - seenAtNanos, mostNanos),
                agedNanos + Math.max(0, Math.min(sentNanos - seenAtNanos, mostNanos)),
                arrivedNanos);
    }
}
