// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A resource as its source has it. Its text and digest are made once, when it is: a list of ten thousand is compared on an
 * event loop.
 */
public final class Resource {
    // MariaDB takes no JSON nested deeper than 32.
    private static final int DEEPEST = 24;
    private static final int LONGEST = 1 << 20;

    private final ResourceKey key;
    private final long revision;
    private final String text;
    private final String digest;

    /**
     * Refuses what a database would: one row that is refused there fails all that are written with it.
     *
     * @param key which one
     * @param revision of the source; a larger one is newer, 0 or more
     * @param data what is known about it; the fields that are columns of its table have their types, and are absent where
     *     nothing is known
     * @throws IllegalArgumentException which says what cannot be stored, without repeating it
     */
    public Resource(ResourceKey key, long revision, JsonObject data) {
        if (revision < 0) {
            throw new IllegalArgumentException("the revision of a resource must be 0 or more, not " + revision);
        }
        checkValue(data, 1);
        key.kind().table().check(data);
        this.key = key;
        this.revision = revision;
        this.text = data.encode();
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("the data of a resource must have at most " + LONGEST + " characters");
        }
        this.digest = digest(text);
    }

    public ResourceKey key() {
        return key;
    }

    public long revision() {
        return revision;
    }

    /** A copy of what is known about it. */
    public JsonObject data() {
        return new JsonObject(text);
    }

    /** The data as they are stored, to the letter. */
    String text() {
        return text;
    }

    /** MD5 of the text in lower-case hexadecimal: every database has that one. */
    String digest() {
        return digest;
    }

    @Override
    public String toString() {
        return key + " at " + revision;
    }

    private static String digest(String text) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has MD5", absent);
        }
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
