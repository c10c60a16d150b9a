// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.github.elector.testkit.LeaseStoreContract;
import io.vertx.core.Vertx;

/** The contract on a real PostgreSQL, as a role that may SELECT, INSERT and UPDATE and nothing else. */
class PostgresLeaseStoreTest extends LeaseStoreContract {
    private static final PostgresServer SERVER = TestDatabases.postgres();

    private PostgresServer.Tables tables = new PostgresServer.Tables("", "");

    @Override
    protected void emptyData() {
        tables = SERVER.freshTables(TestStores.TABLES.read(), "pw");
    }

    @Override
    protected LeaseStore newStore(Vertx vertx) {
        return SqlLeaseStore.postgres(
                vertx,
                new StoreConfig(
                        tables.uri(),
                        TestStores.options(tables.schema()),
                        "elector-test",
                        TestStores.TIMEOUT.toNanos()));
    }
}
