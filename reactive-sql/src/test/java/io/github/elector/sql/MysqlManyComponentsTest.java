// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.github.elector.store.LeaseStore;
import java.time.Duration;

class MysqlManyComponentsTest extends ManyComponentsContract {
    private final MysqlStores stores = new MysqlStores();

    @Override
    TcpProxy proxy() {
        return stores.server.proxy();
    }

    @Override
    WireCounter counter() {
        return WireCounter.mysql();
    }

    @Override
    LeaseStore store(TcpProxy proxy, Duration timeout) {
        return stores.prepared(
                stores.store(PostgresServer.through(proxy, stores.uri()), timeout, MysqlStores.options()));
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
        return "INSERT INTO {leases} (component, holder, term, acquired_at, released, generation, nonce)" + " VALUES ('"
                + component + "', 'stranger', 1, UTC_TIMESTAMP(6), 1, 'none', 'none')";
    }

    @Override
    String notReleased() {
        return "released = 0";
    }

    /** MySQL does for a second at least. */
    @Override
    boolean waitsForStrangers() {
        return !stores.isMariaDb();
    }

    @Override
    void closeStores() {
        stores.close();
    }

    private static String named(String sql) {
        return sql.replace("{leases}", "leader_leases");
    }
}
