// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** The acts of a term that are under way, and whether another may begin. Any thread. */
final class OpenActs {
    private final Promise<Void> quiet = Promise.promise();
    private Promise<Void> idle = Promise.promise();
    private int open;
    private boolean closed;

    /** Whether one more may begin; then it must {@link #end}. */
    synchronized boolean begin() {
        if (closed) {
            return false;
        }
        open++;
        return true;
    }

    /** One has ended. */
    void end() {
        Promise<Void> nowIdle;
        boolean last;
        synchronized (this) {
            open--;
            if (open > 0) {
                return;
            }
            nowIdle = idle;
            idle = Promise.promise();
            last = closed;
        }
        nowIdle.complete();
        if (last) {
            quiet.tryComplete();
        }
    }

    /** Completes when none is under way; others may begin after that. */
    synchronized Future<Void> idle() {
        return open == 0 ? Future.succeededFuture() : idle.future();
    }

    /** None begins any more; completes when the last has ended. */
    Future<Void> close() {
        boolean none;
        synchronized (this) {
            closed = true;
            none = open == 0;
        }
        if (none) {
            quiet.tryComplete();
        }
        return quiet.future();
    }
}
