// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.vertx.core.Vertx;
import java.util.Set;

/** Makes {@link MemoryLeaseStore}s for {@code memory:} and {@code memory:name}. */
public final class MemoryLeaseStoreProvider implements LeaseStoreProvider {
    private static final String SCHEME = "memory";

    /** Called by the service loader. */
    public MemoryLeaseStoreProvider() {}

    @Override
    public boolean accepts(String scheme) {
        return scheme.equals(SCHEME);
    }

    @Override
    public LeaseStore create(Vertx vertx, StoreConfig config) {
        UnknownKeys.warn("store option", config.options(), Set.of("uri"));
        return MemoryLeaseStore.named(vertx, name(config));
    }

    /** Its name; the scheme may be written in either case. */
    @Override
    public String identity(StoreConfig config) {
        return SCHEME + ":" + name(config);
    }

    private static String name(StoreConfig config) {
        return config.uri().substring(SCHEME.length() + 1);
    }
}
