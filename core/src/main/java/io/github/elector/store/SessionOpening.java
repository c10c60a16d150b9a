// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * A session to be opened.
 *
 * @param id fresh for every attempt, so that a retry never meets its own row
 * @param node whose it is
 * @param leaseMillis what its holder counts with, and what others must wait for at least
 * @param renewMillis how often it will send a heartbeat; tells others when to look
 * @param metadata what it advertises for all its life: ASCII, at most 2 048 bytes; null for nothing
 */
public record SessionOpening(
        SessionId id,
        NodeName node,
        long leaseMillis,
        long renewMillis,
        @Nullable String metadata) {
    /** Of one that advertises nothing. */
    public SessionOpening(SessionId id, NodeName node, long leaseMillis, long renewMillis) {
        this(id, node, leaseMillis, renewMillis, null);
    }

    /** The same that advertises this. */
    public SessionOpening advertising(@Nullable String metadata) {
        return new SessionOpening(id, node, leaseMillis, renewMillis, metadata);
    }
}
