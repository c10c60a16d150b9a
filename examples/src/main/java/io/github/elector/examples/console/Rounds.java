// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Something that is done again and again, a while after it was done last; never twice at a time. On one context. */
final class Rounds {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final long pauseMillis;
    private final Supplier<Future<?>> act;
    private long timer = NONE;
    private boolean underWay;
    private boolean again;
    private boolean stopped;

    /** The act's future completes within a time of its own, whatever it waits for. */
    Rounds(Vertx vertx, long pauseMillis, Supplier<Future<?>> act) {
        this.vertx = vertx;
        this.pauseMillis = pauseMillis;
        this.act = act;
    }

    /** At once; if it is under way, once more after that. */
    void now() {
        if (stopped) {
            return;
        }
        if (underWay) {
            again = true;
            return;
        }
        cancelTimer();
        underWay = true;
        again = false;
        act.get().onComplete(done -> {
            underWay = false;
            next();
        });
    }

    void stop() {
        stopped = true;
        cancelTimer();
    }

    private void next() {
        if (stopped) {
            return;
        }
        if (again) {
            now();
            return;
        }
        timer = vertx.setTimer(pauseMillis, due -> {
            timer = NONE;
            now();
        });
    }

    private void cancelTimer() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
