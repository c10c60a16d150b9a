// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.time.Duration;

/** How long a fault lasts. */
enum Hold {
    /** It happens once, and is over. */
    ONCE(Duration.ZERO),
    /** Shorter than what a term has left in any case. */
    SHORT(Duration.ofNanos(Times.TIMING.leaseNanos() / 5)),
    /** Half a lease. */
    HALF(Duration.ofNanos(Times.TIMING.leaseNanos() / 2)),
    /** Longer than a lease. */
    LONG(Duration.ofNanos(Times.TIMING.leaseNanos() * 3 / 2)),
    /** Three leases. */
    THRICE(Duration.ofNanos(Times.TIMING.leaseNanos() * 3));

    private final Duration duration;

    Hold(Duration duration) {
        this.duration = duration;
    }

    Duration duration() {
        return duration;
    }
}
