// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/**
 * The moment by which somebody is told, however many answers are waited for on the way.
 *
 * @param atNanos as {@link System#nanoTime()} counts
 */
record Deadline(long atNanos) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** So many milliseconds from now. */
    static Deadline in(long millis) {
        return new Deadline(System.nanoTime() + millis * NANOS_PER_MILLI);
    }

    boolean hasPassed() {
        return System.nanoTime() - atNanos >= 0;
    }

    /** The same; fails with a {@link java.util.concurrent.TimeoutException} if it has not completed by then. */
    <T> Future<T> limit(Future<T> answer) {
        long leftMillis = (atNanos - System.nanoTime() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        return answer.timeout(Math.max(1, leftMillis), TimeUnit.MILLISECONDS);
    }
}
