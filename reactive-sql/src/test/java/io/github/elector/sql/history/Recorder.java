// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.sql.FenceRefusedException;
import io.github.elector.store.LeaseStore;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes down what is asked and answered, by {@link System#nanoTime()}; any thread may use it. */
final class Recorder {
    private final long origin = System.nanoTime();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

    /** The same store, and everything it is asked is written down. */
    LeaseStore recorded(String client, LeaseStore store) {
        return new RecordedStore(this, client, store);
    }

    /** Writes something down when it is answered, or has failed. */
    <T> Future<T> record(String client, Supplier<Future<T>> ask, Completed<T> asOperation) {
        long invoked = now();
        return ask.get().onComplete(done -> {
            // Who was not even asked has nothing to tell.
            if (done.succeeded() || !isNotAsked(done.cause())) {
                Span span = new Span(numbers.incrementAndGet(), client, invoked, now());
                operations.add(asOperation.operation(span, done));
            }
        });
    }

    /** What a question and its outcome are in the history. */
    @FunctionalInterface
    interface Completed<T> {
        /** {@code outcome} has succeeded or failed. */
        Operation operation(Span span, AsyncResult<T> outcome);
    }

    /**
     * Writes down a fenced write: whether it was written, or refused, or nobody knows.
     *
     * @param write is given what it runs when the work of its transaction is done, if it is one
     */
    Future<?> recordWrite(
            String client, Term term, String entry, boolean checksSession, Function<Runnable, Future<?>> write) {
        AtomicLong committing = new AtomicLong(now());
        return record(
                client,
                () -> write.apply(() -> committing.set(now())).map(any -> true).recover(Recorder::refusedOrUnknown),
                (span, done) -> new Operation.Write(
                        span,
                        term.id(),
                        entry,
                        committing.get(),
                        checksSession,
                        done.succeeded() ? done.result() : null));
    }

    private static Future<Boolean> refusedOrUnknown(Throwable failure) {
        return failure instanceof FenceRefusedException ? Future.succeededFuture(false) : Future.failedFuture(failure);
    }

    private static boolean isNotAsked(Throwable failure) {
        return failure instanceof TermOverException && !(failure instanceof FenceRefusedException);
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    /** How much has been written down so far. */
    int count() {
        return numbers.get();
    }

    /** All of it. */
    List<Operation> operations() {
        return List.copyOf(operations);
    }
}
