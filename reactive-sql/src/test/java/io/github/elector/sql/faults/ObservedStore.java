// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

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

/** The real store of one member: tells what phase it is in before it asks, and passes everything on. */
final class ObservedStore implements LeaseStore {
    private final LeaseStore real;
    private final Member member;

    ObservedStore(LeaseStore real, Member member) {
        this.real = real;
        this.member = member;
    }

    @Override
    public Future<Void> prepare() {
        return real.prepare();
    }

    @Override
    public Future<StoreAnswer.Opened> open(SessionOpening opening) {
        member.opens(opening.id());
        return real.open(opening);
    }

    @Override
    public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
        return (member.leads() ? member.comesTo(Phase.LEAD) : Future.<Void>succeededFuture())
                .compose(on -> real.heartbeat(session))
                .onSuccess(answer -> {
                    if (answer instanceof StoreAnswer.Beat) {
                        member.hasBeat();
                    }
                });
    }

    @Override
    public Future<StoreAnswer.Looked> look(LookRequest request) {
        return real.look(request);
    }

    @Override
    public Future<Boolean> expire(ExpireRequest request, SessionId by) {
        return real.expire(request, by);
    }

    @Override
    public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
        return member.comesTo(Phase.CLAIM).compose(on -> real.acquire(request));
    }

    @Override
    public Future<Boolean> release(TermId term) {
        return member.comesTo(Phase.RELEASE).compose(on -> real.release(term));
    }

    @Override
    public Future<Void> closeSession(SessionId session) {
        return real.closeSession(session);
    }

    @Override
    public void onHint(Consumer<Hint> listener) {
        real.onHint(listener);
    }

    @Override
    public Future<Void> close() {
        return real.close();
    }
}
