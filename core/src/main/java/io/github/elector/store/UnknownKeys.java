// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.Shown;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;

/** Keys of a configuration that nobody will read: a misspelled option would otherwise keep its default in silence. */
public final class UnknownKeys {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownKeys.class);

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
                LOG.warn("unknown " + what + " '" + Shown.text(key) + "' is ignored: correct or remove it; known are "
                        + new TreeSet<>(known));
            }
        }
    }
}
