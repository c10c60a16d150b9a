// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.testkit.LeaseStoreContract;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemoryLeaseStoreTest extends LeaseStoreContract {
    private String name = "";

    @Override
    protected void emptyData() {
        name = UUID.randomUUID().toString();
    }

    @Override
    protected LeaseStore newStore(Vertx vertx) {
        return MemoryLeaseStore.named(vertx, name);
    }

    @Test
    void releaseGivesAHintToTheOtherStores() {
        TermId term = granted(opened(), BILLING);
        LeaseStore another = preparedStore();
        Promise<Hint> hinted = Promise.promise();
        another.onHint(hinted::tryComplete);

        await("the release", store.release(term));

        assertThat(await("the hint", hinted.future()).released()).isEqualTo(term);
    }

    @Test
    void claimOnConditionOfAReleaseIsRefusedIfThatIsOfAnotherGeneration() {
        MemoryTables tables = new MemoryTables();
        Generation before = new Generation("before");
        Generation now = new Generation("now");
        SessionId session = new SessionId("n~1");
        Claim first = new Claim(BILLING, null, before, -1);
        tables.acquire(new AcquireRequest(session, List.of(first)), before, 1_000);
        TermId term = new TermId(BILLING, 1_000, session);
        tables.release(term);

        List<StoreAnswer.Acquired> answers =
                tables.acquire(new AcquireRequest(session, List.of(Claim.ofReleased(term, now))), now, 2_000);

        assertThat(answers).containsExactly(new StoreAnswer.Refused());
    }

    @Test
    void storesOfAnotherNameShareNothing() {
        granted(opened(), BILLING);

        emptyData();
        store = preparedStore();

        assertThat(looked(BILLING).leases()).containsValue(new LeaseSight.NoRow());
    }
}
