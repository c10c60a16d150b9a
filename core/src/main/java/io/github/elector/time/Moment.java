// SPDX-License-Identifier: Apache-2.0
package io.github.elector.time;

/**
 * A reading of both clocks of a process.
 *
 * @param nanos the monotonic clock, {@link System#nanoTime()}: stands still while a host is suspended, may wrap
 * @param wallMillis the wall clock: counts through a suspend, and can be set
 */
public record Moment(long nanos, long wallMillis) {
    private static final long LONGEST_WALL_MILLIS = Long.MAX_VALUE / 1_000_000;

    /**
     * For a holder: nanoseconds from {@code earlier} to here by the clock that says more, so that neither a suspended
     * monotonic clock nor a wall clock set back makes a grant last longer. Each grant keeps its own pair; a step of the
     * wall clock therefore counts against one grant and does not add up.
     */
    public long elapsedNanosSince(Moment earlier) {
        long wallMillisPassed = Math.max(0, Math.min(wallMillis - earlier.wallMillis, LONGEST_WALL_MILLIS));
        return Math.max(nanos - earlier.nanos, wallMillisPassed * 1_000_000);
    }
}
