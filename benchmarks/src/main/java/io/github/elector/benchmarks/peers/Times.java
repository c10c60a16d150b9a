// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import java.time.Duration;

/**
 * What all contenders of a run are given alike.
 *
 * @param lease how long a leadership lasts of which nothing is heard any more
 * @param renew how often a leader is heard of
 * @param retry how often a candidate that can only ask does so
 */
public record Times(Duration lease, Duration renew, Duration retry) {
    public Times {
        if (retry.toMillis() < 1 || retry.compareTo(renew) > 0 || renew.compareTo(lease) >= 0) {
            throw new IllegalArgumentException("times must be 0 < retry <= renew < lease, and not " + retry + ", "
                    + renew + ", " + lease + ": give a longer lease");
        }
    }

    /** Renewed each third of the lease, asked for each sixth; our defaults, for any lease. */
    public static Times of(Duration lease) {
        return new Times(lease, lease.dividedBy(3), lease.dividedBy(6));
    }
}
