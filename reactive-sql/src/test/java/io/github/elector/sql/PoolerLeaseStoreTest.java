// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.PgBouncer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.github.elector.testkit.LeaseStoreContract;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract behind pgbouncer, which gives each transaction one of two server connections. */
class PoolerLeaseStoreTest extends LeaseStoreContract {
    private static PostgresServer server;
    private static String role;
    private static PgBouncer pooler;

    private String schema = "";

    @BeforeAll
    static void startPooler() {
        Installed.orSkip("pgbouncer", PgBouncer.program());
        server = TestDatabases.postgres();
        String uri = server.freshRole("pw");
        role = PostgresServer.user(uri);
        pooler = new PgBouncer(uri, 2);
    }

    @AfterAll
    static void stopPooler() {
        if (pooler != null) {
            pooler.close();
        }
    }

    @Override
    protected void emptyData() {
        schema = server.freshSchema();
        TestStores.createTables(server, schema);
        server.execute(PostgresServer.grantRights(role, schema));
    }

    @Override
    protected LeaseStore newStore(Vertx vertx) {
        JsonObject options = TestStores.options(schema).put("pooler", true);
        return SqlLeaseStore.postgres(
                vertx, new StoreConfig(pooler.uri(), options, "elector-test", TestStores.TIMEOUT.toNanos()));
    }
}
