// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.json.JsonObject;

/**
 * Reads resource versions. Clients were long asked not to look into them; all servers count up, and we need the order only
 * to leave alone rows that are as new.
 */
final class Revisions {
    private Revisions() {}

    /**
     * The resource version in this metadata.
     *
     * @throws IllegalArgumentException if it is missing or no number
     */
    static long of(JsonObject metadata) {
        Object version = metadata.getValue("resourceVersion");
        try {
            long revision = Long.parseLong(String.valueOf(version));
            if (revision >= 0) {
                return revision;
            }
        } catch (NumberFormatException none) {
            // Said below.
        }
        throw new IllegalArgumentException("resourceVersion is missing or no number");
    }
}
