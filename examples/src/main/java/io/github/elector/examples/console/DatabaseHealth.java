// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Whether the looks at the tables are answered.
 *
 * @param state {@code unknown} before the first answer, then {@code reachable} or {@code away}
 * @param sinceMillis since when, on this process's clock
 * @param words of one that is away why, else null
 * @param complete whether everything there is was read
 */
record DatabaseHealth(
        String state, long sinceMillis, @Nullable String words, boolean complete) {
    static DatabaseHealth unknown() {
        return new DatabaseHealth("unknown", 0, null, true);
    }

    DatabaseHealth reachable(long nowMillis, boolean all) {
        return new DatabaseHealth("reachable", state.equals("reachable") ? sinceMillis : nowMillis, null, all);
    }

    DatabaseHealth away(long nowMillis, String why) {
        return new DatabaseHealth("away", state.equals("away") ? sinceMillis : nowMillis, why, complete);
    }

    JsonObject toJson() {
        JsonObject json =
                new JsonObject().put("state", state).put("since", sinceMillis).put("complete", complete);
        return words == null ? json : json.put("words", words);
    }
}
