// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.TermId;
import io.github.elector.testing.LeaseStoreContract;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
        Promise<Void> hinted = Promise.promise();
        another.onHint(hinted::tryComplete);

        await("the release", store.release(term));

        await("the hint", hinted.future());
    }

    @Test
    void storesOfAnotherNameShareNothing() {
        granted(opened(), BILLING);

        emptyData();
        store = preparedStore();

        assertThat(looked(BILLING).leases()).containsValue(new LeaseSight.NoRow());
    }
}
