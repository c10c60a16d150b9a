// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/**
 * How long work may take to stop, and who sees to it.
 *
 * @param nanos for how long
 * @param deadlines who keeps that time
 */
public record StopBudget(long nanos, Deadlines deadlines) {
    /** Fails once it is spent. */
    <T> Future<T> bound(Future<T> stopping) {
        return deadlines.within(millis(), stopping);
    }

    /** Fails once it is spent a second time. */
    <T> Future<T> boundTwice(Future<T> stopping) {
        return deadlines.within(2 * millis(), stopping);
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }
}
