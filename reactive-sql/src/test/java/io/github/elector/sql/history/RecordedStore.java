// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store of which everything it is asked is written down. */
record RecordedStore(Recorder recorder, String client, LeaseStore store) implements LeaseStore {
    @Override
    public Future<Void> prepare() {
        return store.prepare();
    }

    @Override
    public Future<StoreAnswer.Opened> open(SessionOpening opening) {
        return recorder.record(
                client,
                () -> store.open(opening),
                (span, done) -> new Operation.Open(span, opening.id(), answer(done)));
    }

    @Override
    public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
        return recorder.record(
                client,
                () -> store.heartbeat(session),
                (span, done) -> new Operation.Heartbeat(span, session, answer(done)));
    }

    @Override
    public Future<StoreAnswer.Looked> look(LookRequest request) {
        return recorder.record(
                client, () -> store.look(request), (span, done) -> new Operation.Look(span, request, answer(done)));
    }

    @Override
    public Future<Boolean> expire(ExpireRequest request, SessionId by) {
        return recorder.record(
                client,
                () -> store.expire(request, by),
                (span, done) -> new Operation.Expire(span, request, by, answer(done)));
    }

    @Override
    public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
        return recorder.record(
                client,
                () -> store.acquire(request),
                (span, done) -> new Operation.Acquire(span, request, answer(done)));
    }

    @Override
    public Future<Boolean> release(TermId term) {
        return recorder.record(
                client, () -> store.release(term), (span, done) -> new Operation.Release(span, term, answer(done)));
    }

    @Override
    public Future<Void> closeSession(SessionId session) {
        return recorder.record(
                client,
                () -> store.closeSession(session),
                (span, done) -> new Operation.Close(span, session, done.succeeded()));
    }

    @Override
    public void onHint(Consumer<Hint> listener) {
        store.onHint(listener);
    }

    @Override
    public Future<Void> close() {
        return store.close();
    }

    private static <T> @Nullable T answer(AsyncResult<T> done) {
        return done.succeeded() ? done.result() : null;
    }
}
