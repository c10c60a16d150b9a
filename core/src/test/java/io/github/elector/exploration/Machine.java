// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.lease.Timing;

/**
 * What a node runs on. Its monotonic clock is fast or slow by as much as is assumed of clocks at most. Its wall clock
 * stands still unless it is set: that never ends a grant, so the monotonic clock alone has to.
 *
 * @param drift -1 for a clock that is slow by ρ, +1 for one that is fast by ρ, 0 for one that is right
 * @param seed of its host
 * @param origin the reading at the beginning of the world
 */
record Machine(int drift, long seed, long origin) {
    Machine {
        if (drift < -1 || drift > 1) {
            throw new IllegalArgumentException("drift (" + drift + ") must be -1, 0 or 1");
        }
    }

    /** What the monotonic clock shows at this true time. */
    long nanosAt(long trueNanos) {
        return origin + trueNanos + drift * (trueNanos / Timing.DRIFT_DIVISOR);
    }

    /** The first instant, not before {@code fromTrue}, at which the monotonic clock shows this or more. */
    long instantOf(long nanos, long fromTrue, long grain) {
        long wait = nanos - nanosAt(fromTrue);
        if (wait <= 0) {
            return fromTrue;
        }
        long at = roundedUp(fromTrue + wait - drift * (wait / Timing.DRIFT_DIVISOR), grain);
        while (nanosAt(at) - nanos < 0) {
            at += grain;
        }
        while (at - grain >= fromTrue && nanosAt(at - grain) - nanos >= 0) {
            at -= grain;
        }
        return at;
    }

    /** How long so many nanoseconds of the monotonic clock last in true time. */
    long trueNanos(long ownNanos) {
        return (long) Math.ceil(ownNanos * (double) Timing.DRIFT_DIVISOR / (Timing.DRIFT_DIVISOR + drift));
    }

    private static long roundedUp(long at, long grain) {
        return Math.floorDiv(at + grain - 1, grain) * grain;
    }
}
