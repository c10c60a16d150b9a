// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.vertx.core.json.JsonObject;

/**
 * A term that was asked, and said that it was valid.
 *
 * @param node of which replica
 * @param component of which component
 * @param term which
 * @param nanos {@link System#nanoTime()} just before it was asked; a term is valid without a break, so it was valid then
 */
record Sighting(String node, String component, long term, long nanos) {
    /** What kind of line it is. */
    static final String REPORT = "valid";

    JsonObject toJson() {
        return new JsonObject()
                .put("report", REPORT)
                .put("node", node)
                .put("component", component)
                .put("term", Long.toString(term))
                .put("nanos", nanos);
    }

    static Sighting from(JsonObject json) {
        return new Sighting(
                json.getString("node"),
                json.getString("component"),
                Long.parseLong(json.getString("term")),
                json.getLong("nanos"));
    }
}
