// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.lease.SessionId;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * Who leads a component, as this host last saw it. It may be over by the time it is read: to act as the leader ask
 * {@link Term#isValid()}.
 *
 * @param component which component
 * @param holder the session that leads, or empty if nobody does or nothing was seen
 * @param term its term, or empty
 * @param known whether anything was seen yet
 * @param age how long ago
 * @param metadata what the session that leads advertises; empty if that is nothing, or nobody leads
 */
public record Leadership(
        String component,
        Optional<String> holder,
        Optional<Long> term,
        boolean known,
        Duration age,
        Optional<JsonObject> metadata) {
    /** The node that leads: the name in the session of the {@link #holder}. */
    public Optional<String> leader() {
        return holder.map(SessionId::nodeOf);
    }
}
