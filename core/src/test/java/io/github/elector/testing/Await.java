// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future from a thread that may block, and names what did not come. */
public final class Await {
    /** Long enough for a slow machine, short enough for a person. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private Await() {}

    /** What the future completed with; throws what it failed with, if that is unchecked. */
    public static <T> T await(String what, Future<T> future) {
        try {
            return get(what, future);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new AssertionError(what + " failed", failed.getCause());
        }
    }

    /** What the future failed with. */
    public static Throwable failure(String what, Future<?> future) {
        try {
            throw new AssertionError(what + " did not fail but answered " + get(what, future));
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }

    private static <T> T get(String what, Future<T> future) throws ExecutionException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(what + " did not come within " + PATIENCE.toSeconds() + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, interrupted);
        }
    }
}
