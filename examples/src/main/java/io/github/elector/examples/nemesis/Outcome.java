// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.vertx.core.json.JsonObject;

/**
 * What became of an addition, as its leader was told.
 *
 * @param number of the addition
 * @param kind to which list it was to be added
 * @param answer what it was told
 * @param nanos when
 */
record Outcome(long number, ListKind kind, Answer answer, long nanos) {
    /** What kind of line it is. */
    static final String REPORT = "outcome";

    /** What a leader may be told. */
    enum Answer {
        /** The database has it. */
        ADDED,
        /** The term is over, and nothing was written. */
        REFUSED,
        /** There was no answer, or one that says nothing of the write. */
        UNKNOWN
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("report", REPORT)
                .put("number", number)
                .put("list", kind.text())
                .put("answer", answer.name())
                .put("nanos", nanos);
    }

    static Outcome from(JsonObject json) {
        return new Outcome(
                json.getLong("number"),
                ListKind.of(json.getString("list")),
                Answer.valueOf(json.getString("answer")),
                json.getLong("nanos"));
    }
}
