// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * How the elector of one component is.
 *
 * @param component which component
 * @param node the name of the replica
 * @param leads whether a term of this replica was announced and not revoked yet
 * @param storeReachable whether the store answered last
 * @param sinceHeartbeat since the latest heartbeat that was answered yes was sent; zero if there is no session
 * @param workFailures how many terms of this replica in a row ended because their work failed; it counts as long as the
 *     work has not run for a whole lease
 * @param trouble what makes it unwell, or empty if it is well
 */
public record ComponentHealth(
        String component,
        String node,
        boolean leads,
        boolean storeReachable,
        Duration sinceHeartbeat,
        int workFailures,
        Optional<Trouble> trouble) {

    /**
     * What is wrong.
     *
     * @param kind for machines
     * @param message for people: what it is and what to do; it never holds a password
     */
    public record Trouble(Kind kind, String message) {}

    /** What can be wrong. */
    public enum Kind {
        /** It leads, and the heartbeat that was due was not answered in time. The term ends by itself if none is. */
        CANNOT_RENEW("cannot-renew"),
        /** The store refuses what somebody has to repair: a table is missing, or a right. */
        MISCONFIGURED("misconfigured"),
        /** The elector's own code has failed and it has stopped: only a restart helps. */
        STOPPED("stopped");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Whether nothing is wrong. */
    public boolean isUp() {
        return trouble.isEmpty();
    }

    /** Its JSON form; {@code trouble} and {@code message} only if it is unwell. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("component", component)
                .put("node", node)
                .put("status", isUp() ? "UP" : "DOWN")
                .put("leads", leads)
                .put("storeReachable", storeReachable)
                .put("sinceHeartbeatMillis", sinceHeartbeat.toMillis())
                .put("workFailures", workFailures);
        trouble.ifPresent(wrong -> json.put("trouble", wrong.kind().toString()).put("message", wrong.message()));
        return json;
    }
}
