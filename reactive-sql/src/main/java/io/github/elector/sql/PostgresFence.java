// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
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

    private static final String WRITE = """
            WITH elector_fence AS (
            {check}
            ),
            elector_write AS (
            {statement}
            RETURNING 1
            )
            SELECT (SELECT count(*) FROM elector_write) AS written, EXISTS (SELECT FROM elector_fence) AS holds
            """;

    private static final String HOLDS = "EXISTS (SELECT FROM elector_fence)";

    // For this transaction alone. From 17 on one limit covers the whole of it, before that each statement and each
    // pause
    // has its own. As text, so that it is one round trip whether or not the client caches prepared statements.
    private static final String ENTER = """
            WITH elector_limits AS (
                SELECT set_config('lock_timeout', '{limit}', true), set_config('statement_timeout', '{limit}', true),
                       set_config('idle_in_transaction_session_timeout', '{limit}', true),
                       CASE WHEN current_setting('server_version_num')::int >= 170000
                            THEN set_config('transaction_timeout', '{limit}', true) END
            ),
            elector_fence AS (
            {check}
            )
            SELECT EXISTS (SELECT FROM elector_fence) AS holds
            FROM elector_limits
            """;

    private static final String TERMINATE = "SELECT pg_terminate_backend(pg_backend_pid())";

    private final String check;

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

    @Override
    public Future<Optional<FencedWrite>> write(SqlClient client, TermId term, String sql, Tuple parameters) {
        int last = parameters.size();
        String bound = check.replace("{component}", "$" + (last + 1) + "::text")
                .replace("{term}", "$" + (last + 2) + "::bigint")
                .replace("{holder}", "$" + (last + 3) + "::text");
        String statement = WRITE.replace("{check}", bound).replace("{statement}", sql.replace(Fence.MARKER, HOLDS));
        return client.preparedQuery(statement)
                .execute(withTerm(parameters, term))
                .map(PostgresFence::written);
    }

    @Override
    public Future<Boolean> enter(SqlConnection transaction, TermId term, long limitMillis) {
        String sql = ENTER.replace("{limit}", limitMillis + "ms").replace("{check}", FenceText.naming(term, check));
        return transaction
                .query(sql)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("holds"))
                .recover(failure -> FenceDialect.refusedIf(isSuperseded(failure), failure));
    }

    /** Under isolation stricter than READ COMMITTED; the check is all there is, so it was the lease that changed. */
    private static boolean isSuperseded(Throwable failure) {
        return failure instanceof DatabaseException told && "40001".equals(told.getSqlState());
    }

    @Override
    public Future<?> restore(SqlConnection connection) {
        return Future.succeededFuture();
    }

    @Override
    public Future<?> terminate(SqlConnection connection) {
        return connection.query(TERMINATE).execute();
    }

    private static Tuple withTerm(Tuple parameters, TermId term) {
        Tuple all = Tuple.tuple();
        for (int i = 0; i < parameters.size(); i++) {
            all.addValue(parameters.getValue(i));
        }
        return all.addString(term.component().value())
                .addLong(term.number())
                .addString(term.session().value());
    }

    private static Optional<FencedWrite> written(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return row.getBoolean("holds") ? Optional.of(new FencedWrite(row.getLong("written"))) : Optional.empty();
    }
}
