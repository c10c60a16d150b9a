// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.vertx.sqlclient.Row;
import java.util.Optional;

/**
 * Reads session rows, which anybody may have written.
 *
 * <p>A row that no elector wrote is shown as open with a lease of {@link SessionSight#UNREADABLE}, so that nobody waits it out and
 * nobody takes it for missing: what it holds stays as it is until people look into it.
 */
final class SessionRow {
    private SessionRow() {}

    /** The session of this row, or nothing if there is none, or its id is none of an elector. */
    static Optional<SessionSight> read(Row row, long nowMillis) {
        String id = row.getString("session_id");
        if (id == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(sight(new SessionId(id), row, nowMillis));
        } catch (IllegalArgumentException notOurs) {
            // No lease row that is believed can name such an id, and it cannot be closed by name either.
            return Optional.empty();
        }
    }

    private static SessionSight sight(SessionId id, Row row, long nowMillis) {
        Long version = row.getLong("version");
        Boolean closed = row.getBoolean("closed");
        Long lease = row.getLong("lease_millis");
        Long renew = row.getLong("renew_millis");
        Double renewedAt = row.getDouble("renewed_millis");
        String metadata = row.getString("metadata");
        if (version == null
                || closed == null
                || lease == null
                || renew == null
                || renewedAt == null
                || version < 0
                || lease <= 0
                || renew <= 0
                || renewedAt.isInfinite()
                || renewedAt.isNaN()) {
            return new SessionSight(
                    id,
                    version == null ? 0 : version,
                    false,
                    SessionSight.UNREADABLE,
                    SessionSight.UNREADABLE,
                    0,
                    metadata);
        }
        return new SessionSight(id, version, closed, lease, renew, nowMillis - renewedAt.longValue(), metadata);
    }
}
