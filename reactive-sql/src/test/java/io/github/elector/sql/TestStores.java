// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;

import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** How the tests of this package make stores. */
final class TestStores {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private TestStores() {}

    /** Options for tables in this schema, created when missing. */
    static JsonObject options(String schema) {
        return new JsonObject()
                .put("createSchema", true)
                .put("sessionsTable", schema + ".leader_sessions")
                .put("leasesTable", schema + ".leader_leases")
                .put("overviewView", schema + ".leader_overview");
    }

    static LeaseStore store(Vertx vertx, String uri, JsonObject options, Duration timeout) {
        return SqlLeaseStore.postgres(vertx, new StoreConfig(uri, options, "elector-test", timeout.toNanos()));
    }

    static LeaseStore store(Vertx vertx, String uri, String schema) {
        return store(vertx, uri, options(schema), TIMEOUT);
    }

    static LeaseStore prepared(LeaseStore store) {
        await("prepare", store.prepare());
        return store;
    }
}
