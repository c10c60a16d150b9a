// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.term.TermControl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A term of this process: valid while its session is, until the driver takes that reference away. */
final class LiveTerm implements Term {
    private final TermId id;
    private final TermControl control;
    private final Executor turns;
    private final Promise<EndReason> ended = Promise.promise();
    private final OpenActs acts = new OpenActs();
    private volatile @Nullable Validity validity;
    private volatile @Nullable Drain drain;

    /** What users are told, they are told in {@code turns} of their own. */
    LiveTerm(TermId id, Validity validity, TermControl control, Executor turns) {
        this.id = id;
        this.validity = validity;
        this.control = control;
        this.turns = turns;
    }

    @Override
    public TermId id() {
        return id;
    }

    @Override
    public boolean isValid() {
        Validity current = validity;
        return current != null && current.isValid();
    }

    @Override
    public Duration remaining() {
        Validity current = validity;
        return current == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, current.leftNanos()));
    }

    @Override
    public void check() {
        if (!isValid()) {
            throw new TermOverException(id, "before the act");
        }
    }

    @Override
    public Future<EndReason> ended() {
        if (ended.future().isComplete()) {
            return ended.future();
        }
        // One for each who asks, so that a handler that throws takes nothing from the others, or from the driver.
        Promise<EndReason> told = Promise.promise();
        ended.future().onSuccess(reason -> turns.execute(() -> told.complete(reason)));
        return told.future();
    }

    @Override
    public void fail(Throwable cause) {
        control.workFailed(id, cause);
    }

    @Override
    public <T> Future<T> whileValid(Supplier<Future<T>> action) {
        if (!isValid()) {
            return Future.failedFuture(new TermOverException(id, "before the act"));
        }
        return begun(action)
                .compose(result -> isValid()
                        ? Future.succeededFuture(result)
                        : Future.failedFuture(new TermOverException(id, "when the act was done")));
    }

    @Override
    public <T> Future<T> asWork(Supplier<Future<T>> action) {
        // In this order: who ends the term sets the drain first.
        if (!(isValid() || isDraining()) || !acts.begin()) {
            return Future.failedFuture(new TermOverException(id, "and its work was stopped or had to be by now"));
        }
        return begun(action).onComplete(done -> acts.end());
    }

    private boolean isDraining() {
        Drain current = drain;
        return current != null && current.isWithinBudget();
    }

    private static <T> Future<T> begun(Supplier<Future<T>> action) {
        try {
            return Objects.requireNonNull(action.get(), "an act answers with a future");
        } catch (Throwable thrown) { // An error, too, must not leave an act under way for ever.
            return Future.failedFuture(thrown);
        }
    }

    /** Invalid from now on; {@link #ended()} is told by {@link #announceEnd}, after the world was. */
    void end(Drain drain) {
        this.drain = drain;
        validity = null;
    }

    /** Completes, on any thread, when no act is under way; others may begin. */
    Future<Void> idle() {
        return acts.idle();
    }

    /** No act begins any more; completes, on any thread, when none is under way. */
    Future<Void> quiet() {
        return acts.close();
    }

    void announceEnd(EndReason reason) {
        ended.complete(reason);
    }

    @Override
    public String toString() {
        return "Term[" + id + "]";
    }
}
