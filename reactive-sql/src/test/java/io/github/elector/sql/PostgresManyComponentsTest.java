// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.github.elector.store.LeaseStore;
import java.time.Duration;

class PostgresManyComponentsTest extends ManyComponentsContract {
    private final TestStores stores = new TestStores();

    @Override
    TcpProxy proxy() {
        return stores.server.proxy();
    }

    @Override
    WireCounter counter() {
        return WireCounter.postgres();
    }

    @Override
    LeaseStore store(TcpProxy proxy, Duration timeout) {
        return stores.prepared(stores.store(PostgresServer.through(proxy, stores.server.uri()), timeout));
    }

    @Override
    void execute(String sql) {
        stores.execute(named(sql));
    }

    @Override
    void begin(String sql) {
        stores.transaction(named(sql));
    }

    @Override
    String insert(String component) {
        return "INSERT INTO {leases} (component, holder, term, acquired_at, released, generation)" + " VALUES ('"
                + component + "', 'stranger', 1, now(), true, 'none')";
    }

    @Override
    String notReleased() {
        return "NOT released";
    }

    @Override
    void closeStores() {
        stores.close();
    }

    private static String named(String sql) {
        return sql.replace("{leases}", "%s.leader_leases");
    }
}
