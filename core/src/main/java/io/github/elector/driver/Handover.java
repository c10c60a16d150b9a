// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where futures leave the driver: they complete on the context of whoever asked, in a turn of their own, so that a
 * handler that blocks or throws is the affair of its owner.
 */
final class Handover {
    private Handover() {}

    /** The same outcome, on the caller's context; a caller that has none gets one of this Vertx. */
    static <T> Future<T> toCaller(Vertx vertx, Future<T> outcome) {
        Context current = Vertx.currentContext();
        Context caller = current == null ? vertx.getOrCreateContext() : current;
        Promise<T> told = Promise.promise();
        outcome.onComplete((result, failure) -> {
            try {
                caller.runOnContext(turn -> told.complete(result, failure));
            } catch (RejectedExecutionException contextClosed) {
                told.complete(result, failure);
            }
        });
        return told.future();
    }
}
