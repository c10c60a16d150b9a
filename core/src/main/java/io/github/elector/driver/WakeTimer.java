// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.vertx.core.Vertx;
import java.util.OptionalLong;

/** A one-shot timer, armed for the earliest time somebody wants to be woken. */
final class WakeTimer {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONGEST_MILLIS = 3_600_000;

    private final Vertx vertx;
    private final Runnable wake;
    private boolean armed;
    private long timerId;
    private long armedForNanos;

    WakeTimer(Vertx vertx, Runnable wake) {
        this.vertx = vertx;
        this.wake = wake;
    }

    /** Fires at this time or a little later; earlier than needed does no harm, so a timer that is early enough stays. */
    void arm(OptionalLong atNanos, long nowNanos) {
        if (atNanos.isEmpty()) {
            cancel();
            return;
        }
        if (armed && armedForNanos - atNanos.getAsLong() <= 0) {
            return;
        }
        cancel();
        long millis = (atNanos.getAsLong() - nowNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        armed = true;
        armedForNanos = atNanos.getAsLong();
        timerId = vertx.setTimer(Math.max(1, Math.min(millis, LONGEST_MILLIS)), fired -> {
            armed = false;
            wake.run();
        });
    }

    void cancel() {
        if (armed) {
            armed = false;
            vertx.cancelTimer(timerId);
        }
    }
}
