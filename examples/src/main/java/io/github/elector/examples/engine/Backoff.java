// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt: doubled with each failure up to 5 s, and spread. On one context. */
final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private long nextMillis = FIRST_MILLIS;

    /** Whether the last attempt failed. */
    boolean isOn() {
        return nextMillis > FIRST_MILLIS;
    }

    /** After an attempt that failed: between half and all of what is due. */
    long takeMillis() {
        long due = nextMillis;
        nextMillis = Math.min(LONGEST_MILLIS, 2 * nextMillis);
        return ThreadLocalRandom.current().nextLong(due / 2, due + 1);
    }

    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
