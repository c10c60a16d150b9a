// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.metrics.HostMetrics;
import io.github.elector.metrics.StoreOperation;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.time.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.Set;
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

    /** Somebody has changed tables or rights since they were checked: the check says what is to be done, a statement does not. */
    private static final Set<LeaseStoreException.Kind> CHECKED_ANEW =
            Set.of(LeaseStoreException.Kind.WRONG_SCHEMA, LeaseStoreException.Kind.NO_RIGHT);

    private final LeaseStore store;
    private final long timeoutMillis;
    private final Vertx vertx;
    private final Turns turns;
    private final Clock clock;
    private final HostMetrics metrics;
    private boolean closed;
    private @Nullable Future<Void> prepared;
    private volatile @Nullable LeaseStoreException lastFailure;
    private Consumer<LeaseStoreException> listener = failure -> {};

    /** To be asked on the context of {@code turns}; whatever thread a store answers on, the answers are told there. */
    StoreCalls(LeaseStore store, long timeoutNanos, Clock clock, Turns turns, HostMetrics metrics) {
        this.store = store;
        this.vertx = turns.context.owner();
        this.clock = clock;
        this.metrics = metrics;
        this.turns = turns;
        this.timeoutMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
    }

    /** Who hears of each call that failed, behind whoever asked. */
    void onFailure(Consumer<LeaseStoreException> listener) {
        this.listener = listener;
    }

    /** Asks, and tells one of the two, in a turn of the caller. */
    <T> void ask(
            StoreOperation operation, Function<LeaseStore, Future<T>> question, Consumer<T> answered, Runnable failed) {
        long askedAt = measuredNanos();
        guarded(() -> question.apply(store), timeoutMillis)
                .onComplete(
                        answer -> {
                            long nanos = measuredNanos() - askedAt;
                            answered.accept(answer);
                            metrics.answered(operation, nanos);
                        },
                        failure -> {
                            long nanos = measuredNanos() - askedAt;
                            LeaseStoreException known = remember(failure);
                            checkAnewAfter(known);
                            failed.run();
                            listener.accept(known);
                            metrics.failed(operation, nanos, known.kind());
                        });
    }

    private void checkAnewAfter(LeaseStoreException failure) {
        Future<Void> checked = prepared;
        if (checked != null && checked.succeeded() && CHECKED_ANEW.contains(failure.kind())) {
            prepared = null;
        }
    }

    /** The time, if anybody wants to know how long calls take. */
    private long measuredNanos() {
        return metrics == HostMetrics.NONE ? 0 : clock.nanos();
    }

    /** The same for what needs the tables: they are prepared first, once, and again when something is wrong with them. */
    <T> void askPrepared(
            StoreOperation operation, Function<LeaseStore, Future<T>> question, Consumer<T> answered, Runnable failed) {
        prepare()
                .onComplete(
                        done -> {
                            // A store is asked nothing once it is closed, which it may have been meanwhile.
                            if (!closed) {
                                ask(operation, question, answered, failed);
                            }
                        },
                        failure -> {
                            failed.run();
                            listener.accept(known(failure));
                        });
    }

    /** Why the latest call that failed did, for people. Any thread. */
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
            long askedAt = measuredNanos();
            begun = guarded(store::prepare, TimeUnit.NANOSECONDS.toMillis(PREPARE_NANOS))
                    .onComplete(
                            done -> metrics.answered(StoreOperation.PREPARE, measuredNanos() - askedAt),
                            failure -> metrics.failed(
                                    StoreOperation.PREPARE,
                                    measuredNanos() - askedAt,
                                    remember(failure).kind()));
            prepared = begun;
        }
        return begun;
    }

    /**
     * Its deadline is a timer of the host's context: nobody is left to be told once that is gone, and the thread of the JVM
     * that keeps those of futures without a context ends each time it has had nothing to do for a second.
     */
    private <T> Future<T> guarded(Supplier<Future<T>> call, long millis) {
        Promise<T> answer = Promise.promise();
        Future<T> asked = asked(call);
        long deadline = vertx.setTimer(millis, late -> answer.tryFail(new TimeoutException()));
        asked.onComplete((result, failure) -> turns.inTurn(() -> {
            vertx.cancelTimer(deadline);
            if (failure == null) {
                answer.tryComplete(result);
            } else {
                answer.tryFail(failure);
            }
        }));
        return answer.future();
    }

    private static <T> Future<T> asked(Supplier<Future<T>> call) {
        try {
            return Objects.requireNonNull(call.get(), "a store answers with a future");
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private LeaseStoreException remember(Throwable failure) {
        LeaseStoreException known = known(failure);
        lastFailure = known;
        return known;
    }

    private LeaseStoreException known(Throwable failure) {
        if (failure instanceof LeaseStoreException known) {
            return known;
        }
        if (failure instanceof TimeoutException) {
            return new LeaseStoreException(
                    LeaseStoreException.Kind.TIMED_OUT, "no answer from the store within " + timeoutMillis + " ms");
        }
        // Its message may hold a secret: only a store's own exceptions are known to hold none.
        return new LeaseStoreException(
                LeaseStoreException.Kind.REJECTED,
                "the store failed with " + failure.getClass().getName() + ", which no store should");
    }
}
