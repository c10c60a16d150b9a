// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, for the list of last events.
 *
 * @param timeMillis when, on this process's clock
 * @param type what, as the page knows it
 * @param node to whom
 * @param component to which component, or null
 * @param term to which term, or null
 * @param words why or how, or null
 */
record Happening(
        long timeMillis,
        String type,
        String node,
        @Nullable String component,
        @Nullable Long term,
        @Nullable String words) {

    JsonObject toJson(long number) {
        JsonObject json = new JsonObject()
                .put("n", number)
                .put("time", timeMillis)
                .put("type", type)
                .put("node", node);
        if (component != null) {
            json.put("component", component);
        }
        if (term != null) {
            json.put("term", Long.toString(term));
        }
        return words == null ? json : json.put("words", words);
    }
}
