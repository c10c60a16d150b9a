// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * A resource as its source has it.
 *
 * @param key which one
 * @param revision of the source; a larger one is newer, 0 or more
 * @param data what is known about it; the fields that are columns of its table have their types, and are absent where
 *     nothing is known
 */
public record Resource(ResourceKey key, long revision, JsonObject data) {
    // MariaDB takes no JSON nested deeper than 32.
    private static final int DEEPEST = 24;
    private static final int LONGEST = 1 << 20;

    /** Refuses what a database would: one row that is refused there fails all that are written with it. */
    public Resource {
        if (revision < 0) {
            throw new IllegalArgumentException("the revision of a resource must be 0 or more, not " + revision);
        }
        data = data.copy();
        checkValue(data, 1);
        key.kind().table().check(data);
        if (data.encode().length() > LONGEST) {
            throw new IllegalArgumentException("the data of a resource must have at most " + LONGEST + " characters");
        }
    }

    /** The data as they are stored, to the letter. */
    String text() {
        return data.encode();
    }

    private static void checkValue(Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("the data of a resource must be nested at most " + DEEPEST + " deep");
        }
        if (value instanceof String text) {
            checkText(text);
        } else if (value instanceof JsonObject object) {
            for (Map.Entry<String, Object> entry : object) {
                checkText(entry.getKey());
                checkValue(entry.getValue(), depth + 1);
            }
        } else if (value instanceof JsonArray array) {
            array.forEach(element -> checkValue(element, depth + 1));
        }
    }

    private static void checkText(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the data of a resource must not hold the character NUL");
        }
    }
}
