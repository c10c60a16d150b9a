// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node advertises to those that see it lead: a JSON object, as text of at most {@value #MOST_BYTES} bytes in the row
 * of its session, with objects and arrays in each other {@value #MOST_LEVELS} deep at most. JSON deeper than that can take
 * more of a stack than a thread has, of whoever writes or copies it.
 *
 * <p>What is in it is the application's and may be anything, so no message says any of it.
 */
public final class Metadata {
    /** So long at most. */
    public static final int MOST_BYTES = 2_048;

    /** So many objects and arrays in each other at most. */
    public static final int MOST_LEVELS = 32;

    private static final String NO_JSON =
            "metadata holds what cannot be written as JSON and read again: put in strings,"
                    + " numbers, true, false, null, and objects and arrays of these, at most " + MOST_LEVELS + " deep";
    private static final int LAST_PRINTABLE_ASCII = 0x7e;

    private Metadata() {}

    /**
     * As it is written to a row, in ASCII, which every database keeps whatever its character set is; null of an empty
     * object, which is as good as none.
     *
     * @throws IllegalArgumentException if it is too large, or holds what JSON cannot say
     */
    public static @Nullable String write(JsonObject metadata) {
        if (metadata.isEmpty()) {
            return null;
        }
        String text = ascii(encoded(metadata));
        if (text.length() > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "metadata (" + text.length() + " bytes as JSON, where what is not ASCII is"
                            + " written as \\u and four digits) must not be larger than " + MOST_BYTES
                            + " bytes: put in where the rest can be asked for, and leave the rest out");
        }
        if (fault(text) != null) {
            throw new IllegalArgumentException(NO_JSON);
        }
        return text;
    }

    private static String encoded(JsonObject metadata) {
        try {
            return metadata.encode();
        } catch (RuntimeException | StackOverflowError repeatsTheValue) {
            throw new IllegalArgumentException(NO_JSON);
        }
    }

    /** Outside of strings JSON is ASCII anyway. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c > LAST_PRINTABLE_ASCII) {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                ascii.append(c);
            }
        }
        return ascii.toString();
    }

    /** What this text of a row says; nothing if it says nothing, or no elector wrote it. A new object each time. */
    public static Optional<JsonObject> read(@Nullable String text) {
        return text == null || isTooLarge(text) || isTooDeep(text)
                ? Optional.empty()
                : object(text).filter(object -> !object.isEmpty());
    }

    /** Why no elector wrote this text, without any of it; null if one may have. */
    public static @Nullable String fault(String text) {
        if (isTooLarge(text)) {
            return "is larger than " + MOST_BYTES + " bytes";
        }
        if (isTooDeep(text)) {
            return "is nested more than " + MOST_LEVELS + " deep";
        }
        return object(text).isEmpty() ? "is no JSON object" : null;
    }

    /** The length first: of what somebody else wrote it may be anything. */
    private static boolean isTooLarge(String text) {
        return text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
    }

    /** Before it is parsed, which goes as deep. */
    private static boolean isTooDeep(String text) {
        int levels = 0;
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString && c == '\\') {
                i++;
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && (c == '{' || c == '[')) {
                levels++;
            } else if (!inString && (c == '}' || c == ']')) {
                levels--;
            }
            if (levels > MOST_LEVELS) {
                return true;
            }
        }
        return false;
    }

    private static Optional<JsonObject> object(String text) {
        try {
            return Json.decodeValue(text) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (DecodeException noJson) {
            return Optional.empty();
        }
    }
}
