// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.vertx.core.json.JsonObject;

/**
 * What a provider makes a store from.
 *
 * @param uri where the data is, credentials included; never printed
 * @param options the whole {@code store} object of the configuration, for what is special to one kind of store
 * @param applicationName under which the store's connections show at the server
 * @param timeoutNanos the store timeout: one deadline over connect, handshake and statement
 */
public record StoreConfig(String uri, JsonObject options, String applicationName, long timeoutNanos) {
    /** Without URI and options, which may hold a password. */
    @Override
    public String toString() {
        return "StoreConfig[" + StoreUri.withoutSecrets(uri) + "]";
    }
}
