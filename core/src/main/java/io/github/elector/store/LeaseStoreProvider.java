// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.vertx.core.Vertx;

/**
 * Makes stores for URIs of certain schemes; found by {@link java.util.ServiceLoader}.
 *
 * <p>A provider is named both in {@code module-info} and in {@code META-INF/services}, so that it is found on the module
 * path and on the class path.
 */
public interface LeaseStoreProvider {
    /** Whether this provider makes stores for URIs that begin with this scheme (lower case, no colon). */
    boolean accepts(String scheme);

    /**
     * Makes a store, without connecting yet.
     *
     * @throws IllegalArgumentException if the configuration cannot work; the message holds no password
     */
    LeaseStore create(Vertx vertx, StoreConfig config);

    /**
     * Makes the store for {@code config.uri()}.
     *
     * @throws IllegalArgumentException if no provider accepts the scheme, or the provider refuses the configuration
     */
    static LeaseStore find(Vertx vertx, StoreConfig config) {
        return StoreProviders.find(vertx, config);
    }
}
