// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

/**
 * When something was last seen to be as it is said to be. One for all that the same looks show, so that a look which
 * confirms a hundred thousand components moves one of these. Moved by the host only; any thread may read it.
 */
public final class Sighting {
    private volatile long atNanos;

    Sighting(long atNanos) {
        this.atNanos = atNanos;
    }

    /** Seen again. */
    void again(long nowNanos) {
        atNanos = nowNanos;
    }

    /** On the monotonic clock. */
    public long atNanos() {
        return atNanos;
    }
}
