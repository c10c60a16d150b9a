// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.term.Deadlines;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private final Deadlines deadlines;
    private final Executor turns;
    private boolean closed;
    private @Nullable Future<Void> prepared;
    private @Nullable LeaseStoreException lastFailure;

    /** Whatever thread a store or a deadline answers on, the answers are told in {@code turns}. */
    StoreCalls(LeaseStore store, long timeoutNanos, Deadlines deadlines, Executor turns) {
        this.store = store;
        this.deadlines = deadlines;
        this.turns = turns;
        this.timeoutMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
    }

    /** Asks, and tells one of the two, in a turn of the caller. */
    <T> void ask(Function<LeaseStore, Future<T>> question, Consumer<T> answered, Runnable failed) {
        guarded(() -> question.apply(store), timeoutMillis).onComplete(answered::accept, failure -> {
            remember(failure);
            failed.run();
        });
    }

    /** The same for what needs the tables: they are prepared first, once. */
    <T> void askPrepared(Function<LeaseStore, Future<T>> question, Consumer<T> answered, Runnable failed) {
        prepare()
                .onComplete(
                        done -> {
                            // A store is asked nothing once it is closed, which it may have been meanwhile.
                            if (!closed) {
                                ask(question, answered, failed);
                            }
                        },
                        failure -> failed.run());
    }

    /** Why the latest call that failed did, for people. */
    @Nullable
    LeaseStoreException lastFailure() {
        return lastFailure;
    }

    Future<Void> close() {
        closed = true;
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

    private <T> Future<T> guarded(Supplier<Future<T>> call, long millis) {
        Promise<T> answer = Promise.promise();
        deadlines
                .within(millis, asked(call))
                .onComplete((result, failure) -> turns.execute(() -> answer.complete(result, failure)));
        return answer.future();
    }

    private static <T> Future<T> asked(Supplier<Future<T>> call) {
        try {
            return Objects.requireNonNull(call.get(), "a store answers with a future");
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private void remember(Throwable failure) {
        if (failure instanceof LeaseStoreException known) {
            lastFailure = known;
        } else if (failure instanceof TimeoutException) {
            lastFailure = new LeaseStoreException(
                    LeaseStoreException.Kind.TIMED_OUT, "no answer from the store within " + timeoutMillis + " ms");
        } else {
            // Its message may hold a secret: only a store's own exceptions are known to hold none.
            lastFailure = new LeaseStoreException(
                    LeaseStoreException.Kind.REJECTED,
                    "the store failed with " + failure.getClass().getName() + ", which no store should");
        }
    }
}
