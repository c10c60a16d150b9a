// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.vertx.core.json.JsonObject;

/**
 * A number that a leader adds to a list, as it is reported before it is sent.
 *
 * @param node which replica adds it
 * @param number no other addition has it
 * @param after the number it found last in the list; 0 if the list was empty
 * @param component whose list
 * @param kind which of its lists
 * @param term in which term
 * @param nanos when the leader found its term valid, before it read the list
 */
record Addition(String node, long number, long after, String component, ListKind kind, long term, long nanos) {
    /** What kind of line it is. */
    static final String REPORT = "adding";

    JsonObject toJson() {
        return new JsonObject()
                .put("report", REPORT)
                .put("node", node)
                .put("number", number)
                .put("after", after)
                .put("component", component)
                .put("list", kind.text())
                .put("term", Long.toString(term))
                .put("nanos", nanos);
    }

    static Addition from(JsonObject json) {
        return new Addition(
                json.getString("node"),
                json.getLong("number"),
                json.getLong("after"),
                json.getString("component"),
                ListKind.of(json.getString("list")),
                Long.parseLong(json.getString("term")),
                json.getLong("nanos"));
    }
}
