// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way from futures to {@code Uni}s and back, as all of the façade takes it; for users who have both. Any thread.
 */
@SuppressWarnings("exports") // Not transitive: who has no Mutiny could not compile against this module.
public final class Bridge {
    private Bridge() {}

    /**
     * Acts at each subscription, and tells what came of it on the subscriber's Vert.x context, or to who has none, on the
     * thread it came on. Cancelling stops listening, not the act.
     *
     * @param act answers with a future; what it throws is a failure of the {@code Uni}, which also fails, without acting,
     *     with an {@link IllegalStateException} if somebody blocks for it on a Vert.x context
     */
    public static <T> Uni<T> uni(Supplier<Future<T>> act) {
        return uni(act, nobodyListens -> {});
    }

    /** The same; {@code orphaned} is handed what came when nobody listened any more. */
    static <T> Uni<T> uni(Supplier<Future<T>> act, Consumer<T> orphaned) {
        return Infrastructure.onUniCreation(new FutureUni<>(act, orphaned, false));
    }

    /** The same for an act that may be done at once: only if it is not, is a wait for it refused, and it goes on then. */
    static <T> Uni<T> quick(Supplier<Future<T>> act) {
        return Infrastructure.onUniCreation(new FutureUni<>(act, nobodyListens -> {}, true));
    }

    /**
     * Subscribes now, and completes with what is told, on the thread it is told on.
     *
     * @param act answers with a {@code Uni}; what it throws is a failure of the future
     */
    public static <T> Future<T> future(Supplier<Uni<T>> act) {
        Promise<T> told = Promise.promise();
        try {
            Objects.requireNonNull(act.get(), "an act answers with a Uni")
                    .subscribe()
                    .with(told::complete, told::fail);
        } catch (RuntimeException thrown) {
            told.tryFail(thrown);
        }
        return told.future();
    }
}
