// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.github.elector.store.LeaseStore;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

class PostgresManyElectionsTest extends ManyElectionsContract {
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
    JsonObject store(@Nullable TcpProxy proxy) {
        String uri = stores.server.uri();
        return TestStores.options(stores.schema).put("uri", proxy == null ? uri : PostgresServer.through(proxy, uri));
    }

    @Override
    LeaseStore store() {
        return stores.prepared();
    }

    @Override
    void closeStores() {
        stores.close();
    }
}
