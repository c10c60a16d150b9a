// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** Another store; what is to be different is overridden. */
public abstract class ForwardingStore implements LeaseStore {
    protected final LeaseStore store;

    protected ForwardingStore(LeaseStore store) {
        this.store = store;
    }

    @Override
    public Future<Void> prepare() {
        return store.prepare();
    }

    @Override
    public Future<StoreAnswer.Opened> open(SessionOpening opening) {
        return store.open(opening);
    }

    @Override
    public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
        return store.heartbeat(session);
    }

    @Override
    public Future<StoreAnswer.Looked> look(LookRequest request) {
        return store.look(request);
    }

    @Override
    public Future<Boolean> expire(ExpireRequest request, SessionId by) {
        return store.expire(request, by);
    }

    @Override
    public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
        return store.acquire(request);
    }

    @Override
    public Future<Boolean> release(TermId term) {
        return store.release(term);
    }

    @Override
    public Future<Void> closeSession(SessionId session) {
        return store.closeSession(session);
    }

    @Override
    public void onHint(Consumer<Hint> listener) {
        store.onHint(listener);
    }

    @Override
    public Future<Void> close() {
        return store.close();
    }
}
