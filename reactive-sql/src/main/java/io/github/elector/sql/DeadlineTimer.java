// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Vertx;

/**
 * The one timer for the deadlines of a connection: one-shot, armed for the earliest of them or earlier. Where one thing
 * follows the other it stays armed for what is over by now, and fires for nothing, which costs less than a timer for each;
 * where they come one by one, as heartbeats do, it is cancelled, so that nobody wakes for it.
 */
final class DeadlineTimer {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;
    private final Runnable due;
    private boolean armed;
    private long timer;
    private long armedForNanos;
    private long latestNanos = System.nanoTime();
    private boolean sparse;

    /** {@code due} is run when a deadline may have passed. */
    DeadlineTimer(Vertx vertx, Runnable due) {
        this.vertx = vertx;
        this.due = due;
    }

    /** Fires at this time of {@link System#nanoTime()} or a little later, and perhaps before it too. */
    void arm(long atNanos) {
        sparse = System.nanoTime() - latestNanos > 0;
        latestNanos = atNanos;
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

    /** Nothing is waited for any more. */
    void rest() {
        if (sparse) {
            cancel();
        }
    }

    void cancel() {
        if (armed) {
            armed = false;
            vertx.cancelTimer(timer);
        }
    }
}
