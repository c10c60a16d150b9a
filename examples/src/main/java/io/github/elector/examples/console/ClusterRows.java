// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the rows of {@link ClusterSql} say. Anything may stand in them, so anything is taken and nothing is believed. */
final class ClusterRows {
    // What a page can show as a time: JavaScript's dates end there.
    private static final double LAST_MILLIS = 8.64e15;
    private static final long LONGEST_MILLIS = 86_400_000;

    private ClusterRows() {}

    static Observed observed(RowSet<Row> leases, RowSet<Row> sessions) {
        long now = 0;
        for (Row session : sessions) {
            now = millis(session, "now_millis");
        }
        return new Observed(
                now,
                rows(leases).stream().map(ClusterRows::lease).toList(),
                rows(sessions).stream().map(ClusterRows::session).toList(),
                leases.size() <= ClusterSql.MOST,
                sessions.size() <= ClusterSql.MOST);
    }

    private static SeenLease lease(Row row) {
        return new SeenLease(
                text(row, "component"),
                row.getLong("term"),
                text(row, "holder"),
                text(row, "node"),
                millis(row, "acquired_millis"),
                standing(text(row, "standing")));
    }

    private static SeenSession session(Row row) {
        return new SeenSession(
                text(row, "session_id"),
                text(row, "node"),
                length(row, "lease_millis"),
                length(row, "renew_millis"),
                millis(row, "started_millis"),
                millis(row, "renewed_millis"),
                truth(row, "closed"),
                row.getValue("closed_by") == null ? null : text(row, "closed_by"));
    }

    private static SeenLease.Standing standing(String text) {
        return switch (text) {
            case "held" -> SeenLease.Standing.HELD;
            case "released" -> SeenLease.Standing.RELEASED;
            case "closed" -> SeenLease.Standing.CLOSED;
            default -> SeenLease.Standing.MISSING;
        };
    }

    private static List<Row> rows(RowSet<Row> all) {
        return StreamSupport.stream(all.spliterator(), false)
                .limit(ClusterSql.MOST)
                .toList();
    }

    /** Bytes are read as UTF-8, whatever they were meant to be; empty if there is nothing. */
    private static String text(Row row, String column) {
        @Nullable Object value = row.getValue(column);
        return value == null ? "" : value instanceof Buffer bytes ? bytes.toString() : String.valueOf(value);
    }

    private static long millis(Row row, String column) {
        Double value = row.getDouble(column);
        return value == null ? 0 : (long) Math.max(-LAST_MILLIS, Math.min(LAST_MILLIS, value));
    }

    private static long length(Row row, String column) {
        return Math.max(0, Math.min(LONGEST_MILLIS, row.getLong(column)));
    }

    private static boolean truth(Row row, String column) {
        Object value = row.getValue(column);
        return value instanceof Boolean truth ? truth : value instanceof Number number && number.intValue() != 0;
    }
}
