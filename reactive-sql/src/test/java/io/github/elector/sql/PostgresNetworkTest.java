// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;

class PostgresNetworkTest extends NetworkContract {
    private final TestStores stores = new TestStores();

    @Test
    void serverThatNeverAnswersCostsOneConnectionAndThenOnlyKnocks() {
        Map<Integer, String> firstBytes = new ConcurrentSkipListMap<>();
        proxy.tapClients((connection, chunk, length) ->
                firstBytes.putIfAbsent(connection, HexFormat.of().formatHex(chunk, 4, 8)));
        LeaseStore store = store(uri, Duration.ofMillis(700));
        proxy.pause();

        for (int i = 0; i < 4; i++) {
            failureInTime(store.prepare());
        }
        proxy.resume();

        assertThat(firstBytes.values()).containsExactly("00030000", "04d2162f", "04d2162f", "04d2162f");
        await("a look after it", store.prepare().recover(again -> store.prepare()));
    }

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
        return stores.store(uri, timeout);
    }

    @Override
    LeaseStore storeOf(Vertx vertx, String uri, Duration timeout) {
        return SqlLeaseStore.postgres(
                vertx, new StoreConfig(uri, TestStores.options(stores.schema), stores.application, timeout.toNanos()));
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
