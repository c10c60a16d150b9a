// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Reads strings of JSON strictly: {@link JsonObject#getString} takes anything for one. */
final class Field {
    private Field() {}

    /** There, and a string. */
    static String text(JsonObject json, String key) {
        if (!(json.getValue(key) instanceof String text)) {
            throw new IllegalArgumentException(key + " is missing or no string");
        }
        return text;
    }

    /** A string, or null if it is not there. */
    static @Nullable String textOrNull(JsonObject json, String key) {
        return json.getValue(key) == null ? null : text(json, key);
    }
}
