// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Waits for futures on threads of the JVM's own; on a Vert.x context it would wait for itself. */
public final class Blocking {
    private static final long PATIENCE_SECONDS = 30;

    private Blocking() {}

    /** What the future brings; throws what it fails with. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(String.valueOf(failed.getCause()), failed);
        }
    }
}
