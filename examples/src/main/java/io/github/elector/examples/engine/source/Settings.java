// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import io.github.elector.lease.Shown;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of a configuration, and where it stands, so that what is wrong in it can be named.
 *
 * @param path of the part: the names of keys with dots between
 * @param json the part
 */
public record Settings(String path, JsonObject json) {
    /** Nothing but these keys is in it. A key that nobody reads is a mistake that nobody would notice. */
    public void allowOnly(Set<String> keys) {
        for (String key : json.fieldNames()) {
            if (!keys.contains(key)) {
                throw new IllegalArgumentException(
                        named(Shown.text(key)) + " is no setting: remove it, or use one of " + new TreeSet<>(keys));
            }
        }
    }

    /** A text, if it is there. */
    public Optional<String> text(String key) {
        Object value = json.getValue(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || text.isBlank()) {
            throw new IllegalArgumentException(
                    named(key) + " must be a text with something in it: give one, or leave the key out");
        }
        return Optional.of(text);
    }

    /** A whole number in these bounds, or the default. */
    public long number(String key, long least, long most, long otherwise) {
        Object value = json.getValue(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Integer || value instanceof Long)
                || ((Number) value).longValue() < least
                || ((Number) value).longValue() > most) {
            throw new IllegalArgumentException(named(key) + " must be a whole number from " + least + " to " + most
                    + ": change it, or leave the key out for " + otherwise);
        }
        return ((Number) value).longValue();
    }

    /** A part of this part; empty if it is not there. */
    public Settings part(String key) {
        Object value = json.getValue(key);
        if (value != null && !(value instanceof JsonObject)) {
            throw new IllegalArgumentException(named(key) + " must be an object: {…}");
        }
        return new Settings(named(key), value == null ? new JsonObject() : (JsonObject) value);
    }

    /** The key with its path, for messages. */
    public String named(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
