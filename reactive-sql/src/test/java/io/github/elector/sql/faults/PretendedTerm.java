// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.Term;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/** A term that its work takes for valid after its end, as a process does that was paused after its check. */
record PretendedTerm(TermId id) implements Term {
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
        // It pretends to hold.
    }

    @Override
    public Future<EndReason> ended() {
        return Future.future(never -> {});
    }

    @Override
    public void fail(Throwable cause) {
        // Nobody listens.
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
