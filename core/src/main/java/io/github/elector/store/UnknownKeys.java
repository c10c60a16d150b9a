// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;

/** Keys of a configuration that nobody will read: a misspelled option would otherwise keep its default in silence. */
public final class UnknownKeys {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownKeys.class);
    private static final int SHOWN_LENGTH = 40;

    private UnknownKeys() {}

    /**
     * Warns about each of them, without its value, which may be a password in the wrong place.
     *
     * @param what the keys are, such as {@code elector option}
     * @param json as it was configured
     * @param known the keys that are read
     */
    public static void warn(String what, JsonObject json, Set<String> known) {
        for (String key : json.fieldNames()) {
            if (!known.contains(key)) {
                LOG.warn("unknown " + what + " '" + shown(key) + "' is ignored: correct or remove it; known are "
                        + new TreeSet<>(known));
            }
        }
    }

    private static String shown(String key) {
        String cut = key.length() > SHOWN_LENGTH ? key.substring(0, SHOWN_LENGTH) + "…" : key;
        return cut.replaceAll("[^\\x21-\\x7e…]", "?");
    }
}
