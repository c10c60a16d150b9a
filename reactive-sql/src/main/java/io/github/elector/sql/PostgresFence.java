// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.TransactionRollbackException;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/**
 * Fences on PostgreSQL. The lock is FOR SHARE and not FOR KEY SHARE, which an update of the row passes; under any
 * isolation level a row that changed meanwhile is either compared again or fails the statement.
 */
final class PostgresFence implements FenceDialect {
    // The session is read without a lock: a heartbeat must never wait, and once it is closed no new share lock keeps a
    // takeover waiting.
    private static final String LEASE = """
            SELECT lease.component
            FROM leader_leases AS lease
            WHERE lease.component = {component} AND lease.term = {term} AND lease.holder = {holder}
              AND NOT lease.released
              AND NOT EXISTS (SELECT FROM leader_sessions AS session
                              WHERE session.session_id = {holder} AND session.closed)
            FOR SHARE OF lease
            """;

    private static final String ROW = """
            SELECT fence.component
            FROM leader_fences AS fence
            WHERE fence.component = {component} AND fence.term = {term} AND fence.holder = {holder}
            FOR SHARE OF fence
            """;

    // Of the limits a server may have, those that are none or longer than the fence's; 17 and later have the last one,
    // which covers the whole transaction where the others are for each statement, wait and pause. A timer of it that is
    // running, as one of the role's or the server's is since BEGIN, goes on whatever the setting says, and the others
    // are not used where they are longer than the setting: so it is stopped by none first, and then begins anew.
    private static final String LOOSE = """
            current_setting(name, true)::interval NOT BETWEEN interval '1 ms' AND interval '{limit}'
            """;

    // A write that waits for a row of the user's holds the fence meanwhile, so the server has to limit it; what counts
    // in an open transaction is put back, the latest first, so that the timer is stopped again and begins anew. FROM
    // comes before what is selected, and that in its order. Where the marker does not cover all that is written, the
    // cast fails and takes the write with it; in a CASE, or it would always.
    private static final String WRITE = """
            WITH elector_limits AS (
                SELECT step, name, current_setting(name) AS before, set_config(name, value, true)
                FROM (VALUES (1, 'lock_timeout', '{limit}'), (2, 'transaction_timeout', '0'),
                             (3, 'transaction_timeout', '{limit}')) AS limits (step, name, value)
                WHERE {loose}
            ),
            elector_fence AS (
            {check}
            ),
            elector_write AS (
            {statement}
            RETURNING 1
            )
            SELECT written, holds,
                   CAST(CASE WHEN written > 0 AND NOT holds THEN 'not fenced' ELSE '0' END AS int) AS guard,
                   (SELECT count(set_config(name, before, true))
                    FROM (SELECT name, before FROM elector_limits ORDER BY step DESC) AS latest_first) AS put_back
            FROM (
                SELECT (SELECT count(*) FROM elector_write) AS written, EXISTS (SELECT FROM elector_fence) AS holds
                FROM (SELECT count(*) AS changed FROM elector_limits) AS limited
                WHERE changed >= 0
                OFFSET 0
            ) AS outcome
            """;

    private static final String HOLDS = "EXISTS (SELECT FROM elector_fence)";

    // For this transaction alone. As text, so that it is one round trip whether or not the client caches prepared
    // statements; the server plans it each time, which two plain statements cost less than one that joins them.
    private static final String ENTER = """
            SELECT set_config(name, value, true)
            FROM (VALUES ('lock_timeout', '{limit}'), ('statement_timeout', '{limit}'),
                         ('idle_in_transaction_session_timeout', '{limit}'), ('transaction_timeout', '0'),
                         ('transaction_timeout', '{limit}')) AS limits (name, value)
            WHERE {loose};
            {check}
            """;

    private static final String TERMINATE = "SELECT pg_terminate_backend(pg_backend_pid())";

    private final String check;
    private final LatestTexts<FenceText.Key> texts = new LatestTexts<>();

    private PostgresFence(String check) {
        this.check = check.stripTrailing();
    }

    /** On the lease row of the elector itself. */
    static PostgresFence onLease(Tables tables) {
        return new PostgresFence(tables.in(LEASE));
    }

    /** On a row of a table of fences. */
    static PostgresFence onRow(TableName fences) {
        return new PostgresFence(ROW.replace("leader_fences", fences.quoted()));
    }

    /** What it writes past the check is taken back. */
    @Override
    public void checkText(String sql) {}

    @Override
    public Future<Optional<FencedWrite>> write(
            SqlClient client, TermId term, String sql, Tuple parameters, long limitMillis) {
        String statement = texts.get(
                new FenceText.Key(sql, term, limitMillis),
                () -> bounded(WRITE, term, limitMillis).replace("{statement}", sql.replace(Fence.MARKER, HOLDS)));
        return client.preparedQuery(statement)
                .execute(parameters)
                .map(PostgresFence::written)
                .recover(failure -> Future.failedFuture(isUnfenced(failure) ? unfenced() : failure));
    }

    @Override
    public Future<Boolean> enter(SqlConnection transaction, TermId term, long limitMillis) {
        String sql = texts.get(new FenceText.Key(ENTER, term, limitMillis), () -> bounded(ENTER, term, limitMillis));
        return transaction
                .query(sql)
                .execute()
                .map(limits -> limits.next().size() > 0)
                .recover(failure -> FenceDialect.refusedIf(isSuperseded(failure), failure));
    }

    /** The term is in the text, not in parameters: one that the user's statement lacks would else be taken from ours. */
    private String bounded(String statement, TermId term, long limitMillis) {
        return statement
                .replace("{loose}", LOOSE.strip())
                .replace("{limit}", limitMillis + "ms")
                .replace("{check}", FenceText.naming(term, check));
    }

    /** By what could not be cast: the words around it, and the quotes, are of the server's language. */
    static boolean isUnfenced(Throwable failure) {
        return failure instanceof DatabaseException told
                && "22P02".equals(told.getSqlState())
                && String.valueOf(told.getMessage()).contains("not fenced");
    }

    private static IllegalArgumentException unfenced() {
        return new IllegalArgumentException(
                "the term is over, and the statement would have written all the same, since "
                        + Fence.MARKER
                        + " does not stand before everything it writes; nothing was written: join it with AND to"
                        + " a WHERE that covers all of it, and insert by INSERT … SELECT … WHERE " + Fence.MARKER);
    }

    /** Under isolation stricter than READ COMMITTED; the check is all there is, so it was the lease that changed. */
    private static boolean isSuperseded(Throwable failure) {
        return failure instanceof DatabaseException told && "40001".equals(told.getSqlState());
    }

    /** One that has failed stays so, and its commit is a rollback. */
    @Override
    public Future<Boolean> commit(SqlConnection connection, Transaction transaction) {
        return transaction
                .commit()
                .map(true)
                .recover(failure -> failure instanceof TransactionRollbackException
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    @Override
    public Future<?> restore(SqlConnection connection) {
        return Future.succeededFuture();
    }

    @Override
    public Future<?> terminate(SqlConnection connection) {
        return connection.query(TERMINATE).execute();
    }

    private static Optional<FencedWrite> written(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return row.getBoolean("holds") ? Optional.of(new FencedWrite(row.getLong("written"))) : Optional.empty();
    }
}
