// SPDX-License-Identifier: Apache-2.0
package io.github.elector.time;

/** Where an elector gets the time from: the system's clocks, or those of a test. */
@FunctionalInterface
public interface Clock {
    /** Both clocks now. Any thread. */
    Moment now();

    /** The monotonic one alone. Any thread. */
    default long nanos() {
        return now().nanos();
    }
}
