// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.vertx.sqlclient.Row;
import java.util.Map;

/**
 * Reads session rows, which anybody may have written.
 *
 * <p>A row that no elector wrote is shown as open with a lease of {@link SessionSight#UNREADABLE}, so that nobody waits it out and
 * nobody takes it for missing: what it holds stays as it is until people look into it.
 */
final class SessionRow {
    private SessionRow() {}

    /**
     * Notes the session of this row, if there is one and its id is one of an elector: no lease row that is believed can name
     * another, and it cannot be closed by name either. Rows of one answer show one session as it is; only one of them tells
     * what it advertises.
     */
    static void read(Row row, long nowMillis, SessionIds ids, Map<SessionId, SessionSight> into) {
        String text = row.getString("session_id");
        SessionId id = text == null ? null : ids.of(text);
        if (id != null && (row.getString("metadata") != null || !into.containsKey(id))) {
            into.put(id, sight(id, row, nowMillis));
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
