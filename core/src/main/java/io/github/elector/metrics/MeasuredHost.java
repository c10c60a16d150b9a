// SPDX-License-Identifier: Apache-2.0
package io.github.elector.metrics;

import java.time.Duration;

/** A host, as it can be asked by any thread at any time. */
public interface MeasuredHost {
    /** The name of the replica. */
    String node();

    /** Whether it campaigns; an observer does not, and never has a session. */
    boolean campaigns();

    /** How long its session would keep its terms valid without another heartbeat; zero if it has none or it is over. */
    Duration sessionRemaining();

    /** How long ago its session was opened; zero if it has none. */
    Duration sessionAge();

    /** Whether the store answered last. */
    boolean isStoreReachable();
}
