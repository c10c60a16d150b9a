// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import java.util.ServiceLoader;

/** The providers on the class or module path. */
final class StoreProviders {
    private StoreProviders() {}

    static LeaseStoreProvider of(StoreConfig config) {
        String scheme = StoreUri.scheme(config.uri());
        for (LeaseStoreProvider provider :
                ServiceLoader.load(LeaseStoreProvider.class, StoreProviders.class.getClassLoader())) {
            if (provider.accepts(scheme)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("no store for scheme '" + scheme
                + "' (uri " + StoreUri.withoutSecrets(config.uri())
                + "): use postgresql:// with vertx-elector-reactive-sql on the class path, or memory:");
    }
}
