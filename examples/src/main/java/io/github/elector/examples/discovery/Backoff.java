// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

/** How long to wait before the next attempt: longer each time, until one succeeds. */
final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private long nextMillis = FIRST_MILLIS;

    /** Whether the last attempt failed. */
    boolean isOn() {
        return nextMillis > FIRST_MILLIS;
    }

    /** After an attempt that failed. */
    long takeMillis() {
        long taken = nextMillis;
        nextMillis = Math.min(LONGEST_MILLIS, 2 * nextMillis);
        return taken;
    }

    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
