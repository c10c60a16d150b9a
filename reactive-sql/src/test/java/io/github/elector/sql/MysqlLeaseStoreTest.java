// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.github.elector.testing.LeaseStoreContract;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** The contract on a real MariaDB, or a MySQL that was given. */
class MysqlLeaseStoreTest extends LeaseStoreContract {
    private static final MysqlServer SERVER = TestDatabases.mysql();

    private String database = "";

    @Override
    protected void emptyData() {
        database = SERVER.freshDatabase();
    }

    @Override
    protected LeaseStore newStore(Vertx vertx) {
        return SqlLeaseStore.mysql(
                vertx,
                new StoreConfig(
                        SERVER.uri(database),
                        new JsonObject().put("createSchema", true),
                        "elector-test",
                        TestStores.TIMEOUT.toNanos()));
    }
}
