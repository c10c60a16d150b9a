// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store with a deadline on every call. What does not answer in time has failed, and what it answers later is dropped
 * here; the store has server-side limits of its own, since a call that was given up may still win.
 */
final class StoreCalls {
    /** Creating and checking tables may wait for other replicas that do the same. */
    private static final long PREPARE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LeaseStore store;
    private final long timeoutMillis;
    private @Nullable Future<Void> prepared;
    private @Nullable LeaseStoreException lastFailure;

    StoreCalls(LeaseStore store, long timeoutNanos) {
        this.store = store;
        this.timeoutMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
    }

    /** Asks, and tells one of the two, on the context of the caller. */
    <T> void ask(Function<LeaseStore, Future<T>> question, Consumer<T> answered, Runnable failed) {
        guarded(() -> question.apply(store), timeoutMillis).onComplete(answered::accept, failure -> {
            remember(failure);
            failed.run();
        });
    }

    /** The same for what needs the tables: they are prepared first, once. */
    <T> void askPrepared(Function<LeaseStore, Future<T>> question, Consumer<T> answered, Runnable failed) {
        prepare().onComplete(done -> ask(question, answered, failed), failure -> failed.run());
    }

    /** Why the latest call that failed did, for people. */
    @Nullable
    LeaseStoreException lastFailure() {
        return lastFailure;
    }

    Future<Void> close() {
        return guarded(store::close, timeoutMillis);
    }

    private Future<Void> prepare() {
        Future<Void> begun = prepared;
        if (begun == null || begun.failed()) {
            begun = guarded(store::prepare, TimeUnit.NANOSECONDS.toMillis(PREPARE_NANOS))
                    .onFailure(this::remember);
            prepared = begun;
        }
        return begun;
    }

    private static <T> Future<T> guarded(java.util.function.Supplier<Future<T>> call, long millis) {
        try {
            return call.get().timeout(millis, TimeUnit.MILLISECONDS);
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private void remember(Throwable failure) {
        // Only a store's own exception is known to hold no secret.
        lastFailure = failure instanceof LeaseStoreException known
                ? known
                : new LeaseStoreException(
                        failure instanceof java.util.concurrent.TimeoutException
                                ? LeaseStoreException.Kind.TIMED_OUT
                                : LeaseStoreException.Kind.REJECTED,
                        "no answer from the store within " + timeoutMillis + " ms ("
                                + failure.getClass().getSimpleName() + ")");
    }
}
