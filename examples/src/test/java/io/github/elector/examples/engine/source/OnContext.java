// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import io.github.elector.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** A context on which things are done that have to be done on one, asked from a thread that may wait. */
public final class OnContext {
    private final Context context;

    /** A new one of this Vertx. */
    public OnContext(Vertx vertx) {
        context = vertx.getOrCreateContext();
    }

    /** Does it and waits for what it brings. */
    public <T> T await(String what, Supplier<Future<T>> act) {
        return Await.await(what, call(act));
    }

    /** Does it and waits until it is done. */
    public <T> T get(Supplier<T> act) {
        return await("a turn", () -> Future.succeededFuture(act.get()));
    }

    /** Does it. */
    public <T> Future<T> call(Supplier<Future<T>> act) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> {
            try {
                act.get().onComplete(promise);
            } catch (RuntimeException thrown) {
                promise.fail(thrown);
            }
        });
        return promise.future();
    }
}
