// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.vertx.core.json.JsonObject;

/**
 * Something that happened to a provider.
 *
 * @param what happened, in a word or two
 * @param application of which it is an instance
 * @param address where it answers
 */
record ProviderStep(String what, String application, String address) {
    JsonObject toJson() {
        return new JsonObject()
                .put("nanos", System.nanoTime())
                .put("event", "provider")
                .put("what", what)
                .put("application", application)
                .put("address", address);
    }
}
