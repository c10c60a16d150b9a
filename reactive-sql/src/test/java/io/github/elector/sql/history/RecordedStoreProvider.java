// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Gives electors the stores a test has put here, by the URI {@code recorded:name}. */
public final class RecordedStoreProvider implements LeaseStoreProvider {
    private static final Map<String, BiFunction<Vertx, StoreConfig, LeaseStore>> STORES = new ConcurrentHashMap<>();

    /** For the service loader. */
    public RecordedStoreProvider() {}

    /** The URI under which an elector gets such a store. */
    static String offer(String name, BiFunction<Vertx, StoreConfig, LeaseStore> store) {
        String uri = "recorded:" + name;
        STORES.put(uri, store);
        return uri;
    }

    @Override
    public boolean accepts(String scheme) {
        return scheme.equals("recorded");
    }

    @Override
    public LeaseStore create(Vertx vertx, StoreConfig config) {
        return STORES.get(config.uri()).apply(vertx, config);
    }
}
