// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.Timing;

/** How long to wait after the n-th failure in a row: doubling from renew / 20 up to retry, less up to half of it. */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private Backoff() {}

    /**
     * The wait before the next try.
     *
     * @param failures how many there were in a row before this one, 0 or more
     * @param seed spreads candidates; the same seed and count give the same wait
     */
    public static long nanos(Timing timing, int failures, long seed) {
        return jittered(doubled(timing.firstBackoffNanos(), failures, timing.retryNanos()), failures, seed);
    }

    /** The wait before a component whose work failed may be led by this candidate again: from retry up to 64 × retry. */
    public static long stayOutNanos(Timing timing, int failures, long seed) {
        return jittered(doubled(timing.retryNanos(), failures, 64 * timing.retryNanos()), failures, seed);
    }

    private static long doubled(long first, int times, long most) {
        int doublings = Math.min(times, MAX_DOUBLINGS);
        return first > most >> doublings ? most : first << doublings;
    }

    /** Between half of it and all of it: never longer, since the store timeout counts with the full first wait. */
    private static long jittered(long nanos, int failures, long seed) {
        long hash = (seed + failures) * 0x9E3779B97F4A7C15L;
        long half = nanos / 2;
        return nanos - Math.floorMod(hash ^ (hash >>> 29), half + 1);
    }
}
