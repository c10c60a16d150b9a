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
     * Tells whether two configurations name the same leases: then, and only then, their identities are equal. It is
     * compared within a JVM and shown to nobody. Without connecting; who can write one place in two ways, such as a host's
     * name and its address, is not found out.
     *
     * @return by default the URI
     * @throws IllegalArgumentException if the configuration cannot work; the message holds no password
     */
    default String identity(StoreConfig config) {
        return config.uri();
    }

    /**
     * The {@link #identity} of what {@code config} names.
     *
     * @throws IllegalArgumentException if no provider accepts the scheme, or the provider refuses the configuration
     */
    static String identityOf(StoreConfig config) {
        return StoreProviders.of(config).identity(config);
    }

    /**
     * Makes the store for {@code config.uri()}.
     *
     * @throws IllegalArgumentException if no provider accepts the scheme, or the provider refuses the configuration
     */
    static LeaseStore find(Vertx vertx, StoreConfig config) {
        return StoreProviders.of(config).create(vertx, config);
    }
}
