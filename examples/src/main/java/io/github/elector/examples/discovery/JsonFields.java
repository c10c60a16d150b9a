// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The fields of an object somebody else wrote; what is wrong with one says its name.
 *
 * @param json the object
 * @param where its name, for what is said about it
 */
record JsonFields(JsonObject json, String where) {
    /** The object that is the text of a node. */
    static JsonFields of(String text) {
        return parse(text, "it");
    }

    private static JsonFields parse(String text, String where) {
        try {
            return new JsonFields(new JsonObject(text), where);
        } catch (DecodeException | ClassCastException malformed) {
            // Its message repeats the text.
            throw new BadNodeException(where + " is no JSON object");
        }
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> new BadNodeException(where + " has no " + name));
    }

    /** Absent if null or blank. */
    Optional<String> optionalText(String name) {
        Object value = json.getValue(name);
        if (value != null && !(value instanceof String)) {
            throw new BadNodeException(name + " in " + where + " is no text");
        }
        return Optional.ofNullable((String) value).filter(text -> !text.isBlank());
    }

    int port(String name) {
        Object value = json.getValue(name);
        if (value instanceof Integer port && port > 0 && port <= 65_535) {
            return port;
        }
        throw new BadNodeException(name + " in " + where + " is not a number from 1 to 65535");
    }

    JsonFields object(String name) {
        if (json.getValue(name) instanceof JsonObject inner) {
            return new JsonFields(inner, name);
        }
        throw new BadNodeException(where + " has no object " + name);
    }

    /** An object that is written down as text within this one; absent if the text is. */
    Optional<JsonFields> objectInText(String name) {
        return optionalText(name).map(text -> parse(text, name));
    }

    /** A whole number that is written down as text; absent if the text is. */
    Optional<Long> numberInText(String name) {
        return optionalText(name).map(text -> {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException malformed) {
                throw new BadNodeException(name + " in " + where + " is no number");
            }
        });
    }
}
