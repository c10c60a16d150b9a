// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.lease.Timing;
import java.time.Duration;

/** The times of all electors of the matrix, and the bounds that follow from them. */
final class Times {
    /**
     * Short, so that a cell takes seconds; longer in builds, which run on busy machines too. {@code elector.faults.lease}
     * sets the lease in milliseconds.
     */
    static final Timing TIMING = timing(Long.getLong(
            "elector.faults.lease", System.getProperty("elector.faults", "").isBlank() ? 3_000 : 1_800));

    /** The longest a fenced write is waited for. */
    static final Duration FENCE_LIMIT = Duration.ofMillis(150);

    /** What is added to every bound, since nothing here is a machine of its own. */
    static final Duration SLACK = Duration.ofNanos(TIMING.leaseNanos());

    /** A machine that stood still for longer than this tells nothing about bounds. */
    static final Duration STALL = Duration.ofMillis(75);

    private Times() {}

    private static Timing timing(long leaseMillis) {
        return Timing.ofMillis(leaseMillis, leaseMillis * 4 / 15, leaseMillis * 2 / 15, leaseMillis / 6);
    }

    /** From the end of a fault until somebody leads: see G6. */
    static long leaderlessNanos() {
        return TIMING.observeNanos()
                + TIMING.stopNanos()
                + TIMING.retryNanos()
                + 2 * TIMING.storeTimeoutNanos()
                + FENCE_LIMIT.toNanos()
                + SLACK.toNanos();
    }

    /** The longest {@code Elector.close()} may take. */
    static long closeNanos() {
        return TIMING.stopNanos() + 3 * TIMING.storeTimeoutNanos() + SLACK.toNanos();
    }
}
