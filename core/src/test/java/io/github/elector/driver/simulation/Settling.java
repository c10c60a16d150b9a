// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.simulation.Chance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Futures of users: complete already or later, with a context or without, told on any thread. */
final class Settling {
    private Settling() {}

    /** One that is settled in so much true time. */
    static Future<Void> in(Jvm jvm, Chance chance, long nanos, @Nullable Throwable failure) {
        if (chance.percent(20) && nanos < 1_000_000) {
            return failure == null ? Future.succeededFuture() : Future.failedFuture(failure);
        }
        Context current = jvm.vertx.getOrCreateContext();
        // A promise of a worker's context is lost with its pool, which goes when the verticle was undeployed.
        boolean ofContext = chance.percent(50) && current.isEventLoopContext();
        Promise<Void> promise = ofContext ? ((ContextInternal) current).promise() : Promise.promise();
        jvm.later(nanos, () -> {
            if (failure == null) {
                promise.tryComplete();
            } else {
                promise.tryFail(failure);
            }
        });
        return promise.future();
    }
}
