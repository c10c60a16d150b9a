// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

import org.jspecify.annotations.Nullable;

/**
 * The row of a session as a look found it.
 *
 * @param id whose it is
 * @param version one more with every heartbeat: the proof of life. Compared for equality only
 * @param closed final: a closed session is never opened again
 * @param leaseMillis for how long after its last heartbeat it counts as alive, as the session itself wrote
 * @param renewMillis how often it sends one, as the session itself wrote
 * @param silentMillis age of the last heartbeat by the database's clock; tells when to look again, and decides
 *     nothing unless the database's clock is trusted
 * @param metadata what it advertises, as text that nobody has checked, of which the beginning is enough where it is longer
 *     than 2 048 bytes; null for nothing, and of a session that holds none of the components looked at. Decides nothing
 */
public record SessionSight(
        SessionId id,
        long version,
        boolean closed,
        long leaseMillis,
        long renewMillis,
        long silentMillis,
        @Nullable String metadata) {
    /** Stands for the lease and for the interval of a row that holds in some column what no elector writes. */
    public static final long UNREADABLE = Long.MAX_VALUE;

    /** Of one that advertises nothing. */
    public SessionSight(
            SessionId id, long version, boolean closed, long leaseMillis, long renewMillis, long silentMillis) {
        this(id, version, closed, leaseMillis, renewMillis, silentMillis, null);
    }
}
