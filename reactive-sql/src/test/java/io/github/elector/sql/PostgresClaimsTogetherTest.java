// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.ForwardingStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;

/**
 * The contract again, with a claim of nothing beside every other: one that comes alone has a statement of its own, and
 * what is asked for together must be answered alike.
 */
class PostgresClaimsTogetherTest extends PostgresLeaseStoreTest {
    @Override
    protected LeaseStore newStore(Vertx vertx) {
        return new InCompany(super.newStore(vertx));
    }

    private static final class InCompany extends ForwardingStore {
        private static final ComponentName COMPANY = new ComponentName("company");
        private static final Generation NO_SERVERS = new Generation("no server's");

        InCompany(LeaseStore store) {
            super(store);
        }

        @Override
        public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
            Claim company = new Claim(COMPANY, new TermId(COMPANY, 1, request.session()), NO_SERVERS, -1);
            List<Claim> claims =
                    Stream.concat(request.claims().stream(), Stream.of(company)).toList();
            return store.acquire(new AcquireRequest(request.session(), claims))
                    .map(answers -> answers.subList(0, request.claims().size()));
        }
    }
}
