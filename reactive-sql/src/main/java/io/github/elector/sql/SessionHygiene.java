// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Removes rows of sessions that were closed long ago and hold nothing, a few at a time.
 *
 * <p>The ids are found by a plain SELECT and deleted by primary key, because a DELETE by condition locks what it scans
 * on some databases, and heartbeats would wait behind it. The removal itself may still wait for somebody's lock, so all
 * of it has a connection that nobody else uses, and that is left as soon as it is done.
 */
final class SessionHygiene {
    private static final Logger LOG = LoggerFactory.getLogger(SessionHygiene.class);

    private final Dialect dialect;
    private final DedicatedConnection connection;

    SessionHygiene(Dialect dialect, DedicatedConnection connection) {
        this.dialect = dialect;
        this.connection = connection;
    }

    /** Starts it; nobody waits for it. */
    void sweep() {
        connection
                .use("a search for old sessions", dialect::findOldSessions)
                .compose(this::delete)
                // Somebody else comes by and tries again. A user without the DELETE right, which we recommend, never
                // succeeds, and that is as it should be: old rows cost little and somebody else may delete them.
                .onFailure(e -> LOG.debug("old sessions stay where they are", e))
                .onComplete(done -> connection.leaveIfIdle());
    }

    /** Completes when its socket is gone, which may be never. */
    Future<Void> close() {
        return connection.close();
    }

    private Future<?> delete(RowSet<Row> old) {
        List<String> ids = StreamSupport.stream(old.spliterator(), false)
                .map(row -> row.getString("session_id"))
                .toList();
        return ids.isEmpty()
                ? Future.succeededFuture()
                : connection.use("the removal of old sessions", on -> dialect.deleteSessions(on, ids));
    }
}
