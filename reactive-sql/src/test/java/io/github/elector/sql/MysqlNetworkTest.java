// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import java.time.Duration;

class MysqlNetworkTest extends NetworkContract {
    private final MysqlStores stores = new MysqlStores();

    @Override
    TcpProxy proxyOfTheServer() {
        return stores.server.proxy();
    }

    @Override
    String directUri() {
        return stores.uri();
    }

    @Override
    LeaseStore store(String uri, Duration timeout) {
        return stores.store(uri, timeout, MysqlStores.options());
    }

    @Override
    LeaseStore storeOf(Vertx vertx, String uri, Duration timeout) {
        return SqlLeaseStore.mysql(vertx, new StoreConfig(uri, MysqlStores.options(), "elector", timeout.toNanos()));
    }

    @Override
    Vertx vertx() {
        return stores.vertx;
    }

    @Override
    void closeStores() {
        stores.close();
    }
}
