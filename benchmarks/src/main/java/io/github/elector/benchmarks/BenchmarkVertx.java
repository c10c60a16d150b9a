// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The Vert.x of a benchmark, and how a thread that is none of its own has something done there and waits for it. */
public final class BenchmarkVertx {
    private static final long PATIENCE_SECONDS = 300;

    private BenchmarkVertx() {}

    /** Whose threads end with the JVM, so that a benchmark that failed does not keep its fork. */
    public static Vertx daemon() {
        return Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    }

    /** The result of what is done on this context; not to be called on an event loop. */
    public static <T> T await(Context context, Supplier<Future<T>> act) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(turn -> begun(act).onComplete(answer));
        return await(answer.future());
    }

    private static <T> Future<T> begun(Supplier<Future<T>> act) {
        try {
            return act.get();
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /** Its result; not to be called on an event loop. */
    public static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
