// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.testing.Await.await;

import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.vertx.core.Future;
import java.util.List;

/** Everything a store can be asked, one by one. */
enum StoreOperation {
    OPEN,
    HEARTBEAT,
    LOOK,
    EXPIRE,
    ACQUIRE,
    RELEASE,
    CLOSE_SESSION;

    private static final Generation ANY = new Generation("any");

    /** Both connections that somebody waits for are open. */
    static void connect(LeaseStore store) {
        await("a heartbeat", store.heartbeat(TestStores.freshSession()));
        await("a look", store.look(new LookRequest(List.of(BILLING))));
    }

    /** Asks it about what is not there. */
    Future<?> ask(LeaseStore store) {
        SessionId session = TestStores.freshSession();
        return switch (this) {
            case OPEN -> store.open(TestStores.opening(session));
            case HEARTBEAT -> store.heartbeat(session);
            case LOOK -> store.look(new LookRequest(List.of(BILLING)));
            case EXPIRE -> store.expire(new ExpireRequest(session, 0, ANY), session);
            case ACQUIRE -> store.acquire(new AcquireRequest(session, List.of(new Claim(BILLING, null, ANY, -1))));
            case RELEASE -> store.release(new TermId(BILLING, 1, session));
            case CLOSE_SESSION -> store.closeSession(session);
        };
    }
}
