// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.Term;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Supplier;

/** A term whose process has not noticed yet that it is over, as one that was paused after its check. */
public record HeldTerm(TermId id, Promise<Throwable> failure) implements Term {
    /** Nobody waits for its failure. */
    public HeldTerm(TermId id) {
        this(id, Promise.promise());
    }

    @Override
    public boolean isValid() {
        return true;
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

    /** {@link #failure} completes with the cause. */
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
