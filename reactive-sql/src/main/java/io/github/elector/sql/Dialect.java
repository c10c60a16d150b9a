// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.SessionOpening;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.Collection;
import java.util.List;

/**
 * The operations of a lease store in the words of one database.
 *
 * <p>Each runs on the connection it is given, without a transaction that stays open between two statements. Columns have
 * the same names and meanings in every dialect; {@link Answers}, {@link ServerRow}, {@link LeaseRow} and
 * {@link SessionRow} read them.
 */
interface Dialect {
    /** A stored term further ahead of the database's clock than this many milliseconds, ten years, is absurd. */
    long ABSURD_MILLIS = 315_576_000_000L;

    /** One row: server. */
    Future<RowSet<Row>> open(SqlConnection on, SessionOpening opening);

    /**
     * One row for each listed lease, or one without, so always one at least; they have no beaten version if the session
     * is closed or missing, and then say who closed it, if that is known.
     */
    Future<RowSet<Row>> heartbeat(SqlConnection on, SessionId session);

    /** One row for each component, each watched session and each silent one, or one of the server alone. */
    Future<RowSet<Row>> look(SqlConnection on, Collection<String> components, Collection<String> watched);

    /** One row if this very call closed it. */
    Future<RowSet<Row>> expire(SqlConnection on, ExpireRequest request, SessionId by);

    /**
     * A row for each claim granted or busy.
     *
     * @param patient whether to wait, where that has to be, as long as the connection says; else one claim that would have
     *     to wait fails all of them, soon, without effect
     */
    Future<RowSet<Row>> acquire(SqlConnection on, SessionId session, List<Claim> claims, boolean patient);

    /** One row if it is released now. */
    Future<RowSet<Row>> release(SqlConnection on, TermId term);

    /** A row for each term that its lease still names, and whether it is released now; if not, the lease was locked. */
    Future<RowSet<Row>> release(SqlConnection on, List<TermId> terms);

    /** Its rows mean nothing. */
    Future<Void> closeSession(SqlConnection on, SessionId session);

    /** Ids of some closed sessions that are old and that nothing refers to any more. */
    Future<RowSet<Row>> findOldSessions(SqlConnection on);

    /** Deletes those of them that are closed, by primary key. */
    Future<Void> deleteSessions(SqlConnection on, List<String> ids);

    /** What about the server puts a promise at risk although the store works; empty if nothing does. */
    default Future<String> caution(SqlConnection on) {
        return Future.succeededFuture("");
    }

    /** The statement that makes a poisoned lease row acquirable again. */
    String repairLease(String component);

    /** The tables the statements need. */
    SchemaDialect schema();

    /** What this database's errors mean. */
    FailureCodes failureCodes();

    /** How this database tells others that a look may be worth it; what it tells this store comes on the heartbeats' connection. */
    Hints hints(Vertx vertx, DedicatedConnection heartbeats);
}
