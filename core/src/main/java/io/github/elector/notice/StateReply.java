// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.github.elector.lease.SessionId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What one host knows about a component, as it is answered on {@link Addresses#state}.
 *
 * @param component which component
 * @param node whose answer it is
 * @param session the session this host campaigns with, or null while it has none, as an observer always
 * @param phase how far its election has come, such as {@code standby} or {@code leading}; {@code observer} of a host that
 *     does not campaign
 * @param leads whether a term of this host is valid right now
 * @param term the term of the leader, or null
 * @param holder the session of the leader as last seen, or null for nobody or not known
 * @param metadata what the leader advertises, or null for nothing
 * @param known whether anything was seen yet
 * @param ageMillis how old that knowledge is; 0 for a leader about itself, -1 if nothing is known
 * @param storeReachable whether the store answered last
 * @param waitsFor why this standby does not claim the component yet, such as {@code server-started}, or null
 * @param waitMillis for how long still at least, or null
 * @param workFailures how many terms of this host in a row ended because their work failed
 */
public record StateReply(
        String component,
        String node,
        @Nullable String session,
        String phase,
        boolean leads,
        @Nullable Long term,
        @Nullable String holder,
        @Nullable JsonObject metadata,
        boolean known,
        long ageMillis,
        boolean storeReachable,
        @Nullable String waitsFor,
        @Nullable Long waitMillis,
        int workFailures) {

    /** The node of the {@link #holder}, or null. */
    public @Nullable String leader() {
        return holder == null ? null : SessionId.nodeOf(holder);
    }

    /** Its JSON form; what is null is left out, and {@code leader} is the node of the holder. Failures are left out while there are none. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("component", component)
                .put("node", node)
                .put("phase", phase)
                .put("leads", leads)
                .put("known", known)
                .put("ageMillis", ageMillis)
                .put("storeReachable", storeReachable);
        if (session != null) {
            json.put("session", session);
        }
        if (term != null) {
            json.put("term", Long.toString(term));
        }
        if (holder != null) {
            json.put("holder", holder).put("leader", leader());
        }
        if (metadata != null) {
            json.put("metadata", metadata);
        }
        if (waitsFor != null) {
            json.put("waitsFor", waitsFor);
        }
        if (waitMillis != null) {
            json.put("waitMillis", waitMillis);
        }
        if (workFailures > 0) {
            json.put("workFailures", workFailures);
        }
        return json;
    }
}
