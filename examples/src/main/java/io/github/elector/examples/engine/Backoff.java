// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: doubled with each failure up to a cap, and spread. On one context. */
final class Backoff {
    private final long firstMillis;
    private final long capMillis;
    private long nextMillis;

    /** Too short a first wait hammers a source that is down; too long a cap finds it late when it is back. */
    Backoff(long firstMillis, long capMillis) {
        if (firstMillis < 1 || capMillis < firstMillis) {
            throw new IllegalArgumentException("a backoff from " + firstMillis + " to " + capMillis
                    + " ms: the first must be 1 ms at least, the cap no less");
        }
        this.firstMillis = firstMillis;
        this.capMillis = capMillis;
        this.nextMillis = firstMillis;
    }

    /** For another failure: between half and all of what is due. */
    long next() {
        long due = nextMillis;
        nextMillis = Math.min(capMillis, 2 * nextMillis);
        return Math.max(1, ThreadLocalRandom.current().nextLong(due / 2, due + 1));
    }

    /** It went well. */
    void reset() {
        nextMillis = firstMillis;
    }
}
