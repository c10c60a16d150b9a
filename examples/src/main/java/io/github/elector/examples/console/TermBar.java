// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One term of a component, as a bar to be drawn. Times are epoch milliseconds of this process's clock.
 *
 * @param term which term
 * @param session who holds or held it
 * @param node whose session that is, for people
 * @param fromMillis since when
 * @param endMillis when it was over, or null while it goes on
 * @param heardMillis of a term that ended in silence the last heartbeat, else null
 * @param reason why it ended, or null
 */
record TermBar(
        long term,
        String session,
        String node,
        long fromMillis,
        @Nullable Long endMillis,
        @Nullable Long heardMillis,
        @Nullable String reason) {

    static TermBar begun(long term, String session, String node, long fromMillis) {
        return new TermBar(term, session, node, fromMillis, null, null, null);
    }

    boolean goesOn() {
        return endMillis == null;
    }

    TermBar ended(long atMillis, @Nullable Long heard, String why) {
        return new TermBar(term, session, node, fromMillis, Math.max(fromMillis, atMillis), heard, why);
    }

    TermBar since(long exactlyMillis) {
        return new TermBar(term, session, node, exactlyMillis, endMillis, heardMillis, reason);
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("term", Long.toString(term))
                .put("session", session)
                .put("node", node)
                .put("from", fromMillis);
        if (endMillis != null) {
            json.put("end", endMillis).put("reason", reason);
        }
        return heardMillis == null ? json : json.put("heard", heardMillis);
    }
}
