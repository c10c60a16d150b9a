// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.ForwardingStore;
import io.vertx.core.Future;
import java.util.List;

/** The real store of one member: tells what phase it is in before it asks, and passes everything on. */
final class ObservedStore extends ForwardingStore {
    private final Member member;

    ObservedStore(LeaseStore real, Member member) {
        super(real);
        this.member = member;
    }

    @Override
    public Future<StoreAnswer.Opened> open(SessionOpening opening) {
        member.opens(opening.id());
        return store.open(opening);
    }

    @Override
    public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
        return (member.leads() ? member.comesTo(Phase.LEAD) : Future.<Void>succeededFuture())
                .compose(on -> store.heartbeat(session))
                .onSuccess(answer -> {
                    if (answer instanceof StoreAnswer.Beat) {
                        member.hasBeat();
                    }
                });
    }

    @Override
    public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
        return member.comesTo(Phase.CLAIM).compose(on -> store.acquire(request));
    }

    @Override
    public Future<Boolean> release(TermId term) {
        return member.comesTo(Phase.RELEASE).compose(on -> store.release(term));
    }
}
