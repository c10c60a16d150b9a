// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import io.github.elector.Term;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A term whose process has not noticed yet that it is over, as one that was paused after it checked.
 *
 * @param isValid what it answers from then on
 * @param failure completes with what the work says it failed with
 */
public record PausedTerm(TermId id, boolean isValid, Promise<Throwable> failure) implements Term {
    /** One that answers yes or no. */
    public PausedTerm(TermId id, boolean isValid) {
        this(id, isValid, Promise.promise());
    }

    /** One that notices nothing. */
    public PausedTerm(TermId id) {
        this(id, true);
    }

    @Override
    public Duration remaining() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void check() {
        // It holds.
    }

    @Override
    public Future<EndReason> ended() {
        return Future.future(never -> {});
    }

    @Override
    public void fail(Throwable cause) {
        failure.tryComplete(cause);
    }

    @Override
    public <T> Future<T> whileValid(Supplier<Future<T>> action) {
        return action.get();
    }

    @Override
    public <T> Future<T> asWork(Supplier<Future<T>> action) {
        return action.get();
    }
}
