// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.github.elector.lease.Shown;
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

    /** There, and a whole number. */
    static long number(JsonObject json, String key) {
        Object value = json.getValue(key);
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(key + " is missing or no whole number below 2^63");
    }

    /** A whole number, or null if it is not there. */
    static @Nullable Long numberOrNull(JsonObject json, String key) {
        return json.getValue(key) == null ? null : number(json, key);
    }

    /** There, and a whole number in a string, as terms are written. */
    static long term(JsonObject json) {
        String text = text(json, "term");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException repeatsTheText) {
            throw new IllegalArgumentException("term '" + Shown.text(text) + "' is no whole number below 2^63");
        }
    }

    /** An object, or null if it is not there. */
    static @Nullable JsonObject objectOrNull(JsonObject json, String key) {
        Object value = json.getValue(key);
        if (value != null && !(value instanceof JsonObject)) {
            throw new IllegalArgumentException(key + " is no object");
        }
        return (JsonObject) value;
    }

    /** A string, or null if it is not there. */
    static @Nullable String textOrNull(JsonObject json, String key) {
        return json.getValue(key) == null ? null : text(json, key);
    }
}
