// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Vertx;

/**
 * The one timer for the deadlines of a connection: one-shot, armed for the earliest of them or earlier. One that was armed
 * for something that is over by now fires for nothing, which costs less than a timer for each.
 */
final class DeadlineTimer {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;
    private final Runnable due;
    private boolean armed;
    private long timer;
    private long armedForNanos;

    /** {@code due} is run when a deadline may have passed. */
    DeadlineTimer(Vertx vertx, Runnable due) {
        this.vertx = vertx;
        this.due = due;
    }

    /** Fires at this time of {@link System#nanoTime()} or a little later, and perhaps before it too. */
    void arm(long atNanos) {
        if (armed && armedForNanos - atNanos <= 0) {
            return;
        }
        cancel();
        long millis = (atNanos - System.nanoTime() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        armed = true;
        armedForNanos = atNanos;
        timer = vertx.setTimer(Math.max(1, millis), fired -> {
            armed = false;
            due.run();
        });
    }

    void cancel() {
        if (armed) {
            armed = false;
            vertx.cancelTimer(timer);
        }
    }
}
