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
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/**
 * Fences on MySQL and MariaDB. Every check is a locking read: a plain one shows the term as it was when the transaction
 * began. Statements that MySQL 8 and MariaDB 10.6 both take.
 */
final class MysqlFence implements FenceDialect {
    private static final String LEASE = """
            SELECT lease.term
            FROM leader_leases AS lease
            WHERE lease.component = {component} AND lease.term = {term} AND lease.holder = {holder}
              AND lease.released = 0
            """;

    // No new share lock keeps a takeover waiting once the session is closed. Read between two transactions, and never
    // within an UPDATE or DELETE: there, and in every serializable transaction, reading the row locks it, and a
    // heartbeat must never wait.
    private static final String SESSION = """
            COMMIT AND NO CHAIN NO RELEASE;
            SELECT COUNT(*) INTO @elector_closed
            FROM leader_sessions
            WHERE session_id = {holder} AND closed = 1;
            START TRANSACTION;
            """;

    private static final String SESSION_OPEN = """
              AND @elector_closed = 0
            """;

    private static final String ROW = """
            SELECT fence.term
            FROM leader_fences AS fence
            WHERE fence.component = {component} AND fence.term = {term} AND fence.holder = {holder}
            """;

    private static final String LOCKED = "LOCK IN SHARE MODE";

    // A write that waits for a row of the user's holds the share lock meanwhile. MySQL has no limit for one statement.
    private static final String LIMITED = """
            /*M!100600 SET STATEMENT
                max_statement_time = IF(@@SESSION.max_statement_time = 0, {seconds},
                                        LEAST(@@SESSION.max_statement_time, {seconds})),
                innodb_lock_wait_timeout = LEAST(@@SESSION.innodb_lock_wait_timeout, {seconds}) FOR */
            """;

    // Of the connection, so they have to be put back. A transaction nobody ends is ended by the limit of idle
    // connections; MariaDB has one for transactions too, which comes first. MySQL limits no statement that writes, but
    // its waits. All in seconds, and as one text: one round trip. To MySQL the lesser of a variable and a number is no
    // number (1232) until it is cast.
    //
    // In a deadlock InnoDB rolls back the whole transaction. The share lock goes with it, and so does the savepoint, by
    // which the commit knows. What comes next would commit by itself, but for autocommit; that is off only behind the
    // read of the session, or a serializable one would lock its row.
    private static final String ENTER = """
            SET @elector_wait = @@SESSION.wait_timeout, @elector_lock_wait = @@SESSION.innodb_lock_wait_timeout,
                @elector_autocommit = @@SESSION.autocommit
                /*M!100600 , @elector_statement = @@SESSION.max_statement_time,
                    @elector_idle = @@SESSION.idle_transaction_timeout */;
            SET SESSION wait_timeout = CAST(LEAST(@elector_wait, {seconds}) AS SIGNED),
                SESSION innodb_lock_wait_timeout = CAST(LEAST(@elector_lock_wait, {seconds}) AS SIGNED)
                /*M!100600 , SESSION max_statement_time =
                        IF(@elector_statement = 0, {seconds}, LEAST(@elector_statement, {seconds})),
                    SESSION idle_transaction_timeout = IF(@elector_idle = 0, {seconds}, LEAST(@elector_idle, {seconds})) */;
            {session}
            SET SESSION autocommit = 0;
            SAVEPOINT elector_fence;
            {check}
            """;

    // One text, so that asking costs no round trip: where the savepoint is gone, the rest of it is not run.
    private static final String COMMIT = """
            RELEASE SAVEPOINT elector_fence;
            COMMIT AND NO CHAIN NO RELEASE
            """;

    private static final int NO_SUCH_SAVEPOINT = 1305;

    // Whoever switches autocommit on commits what is open.
    private static final String RESTORE = """
            ROLLBACK AND NO CHAIN NO RELEASE;
            SET SESSION wait_timeout = @elector_wait, SESSION innodb_lock_wait_timeout = @elector_lock_wait,
                SESSION autocommit = @elector_autocommit
                /*M!100600 , SESSION max_statement_time = @elector_statement,
                    SESSION idle_transaction_timeout = @elector_idle */
            """;

    private static final String TERMINATE = "KILL CONNECTION_ID()";

    private final String write;
    private final String enter;
    private final LatestTexts<FenceText.Key> texts = new LatestTexts<>();

    private MysqlFence(String write, String session, String check) {
        this.write = write + LOCKED;
        this.enter = ENTER.replace("{session}\n", session).replace("{check}", check + LOCKED);
    }

    /** On the lease row of the elector itself. */
    static MysqlFence onLease(Tables tables) {
        return new MysqlFence(tables.in(LEASE), tables.in(SESSION), tables.in(LEASE + SESSION_OPEN));
    }

    /** On a row of a table of fences. */
    static MysqlFence onRow(TableName fences) {
        String row = ROW.replace("leader_fences", fences.quoted());
        return new MysqlFence(row, "", row);
    }

    @Override
    public void checkText(String sql) {
        MysqlFencedText.check(sql);
    }

    /**
     * No statement returns both what it wrote and what it checked. A row written is the proof that the term held; if there
     * is none, the check is asked alone: a term that holds then held before, since none ever comes back.
     */
    @Override
    public Future<Optional<FencedWrite>> write(
            SqlClient client, TermId term, String sql, Tuple parameters, long limitMillis) {
        String statement = texts.get(
                new FenceText.Key(sql, term, limitMillis),
                () -> LIMITED.replace("{seconds}", seconds(limitMillis))
                        + sql.replace(Fence.MARKER, "EXISTS (" + FenceText.naming(term, write) + ")"));
        return client.preparedQuery(statement)
                .execute(parameters)
                .compose(rows -> rows.rowCount() > 0
                        ? Future.succeededFuture(Optional.of(new FencedWrite(rows.rowCount())))
                        : holds(client, term).map(holds -> holds ? Optional.of(new FencedWrite(0)) : Optional.empty()));
    }

    @Override
    public Future<Boolean> enter(SqlConnection transaction, TermId term, long limitMillis) {
        String sql = texts.get(
                new FenceText.Key(ENTER, term, limitMillis),
                () -> FenceText.naming(term, enter).replace("{seconds}", seconds(limitMillis)));
        return transaction
                .query(sql)
                .execute()
                .map(results -> last(results).size() > 0)
                .recover(failure -> FenceDialect.refusedIf(isSuperseded(failure), failure));
    }

    /** With innodb_snapshot_isolation of MariaDB; the check is all there is, so it was the lease that changed. */
    private static boolean isSuperseded(Throwable failure) {
        return failure instanceof DatabaseException told && told.getErrorCode() == 1020;
    }

    /**
     * The client does not know that a text has committed its transaction, and commits it again, which nobody waits for; where
     * that fails, the connection is gone, which giving it back finds out as well.
     */
    @Override
    public Future<Boolean> commit(SqlConnection connection, Transaction transaction) {
        return connection
                .query(COMMIT)
                .execute()
                .onSuccess(committed -> transaction.commit())
                .map(true)
                .recover(failure -> isGone(failure) ? Future.succeededFuture(false) : Future.failedFuture(failure));
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof DatabaseException told && told.getErrorCode() == NO_SUCH_SAVEPOINT;
    }

    @Override
    public Future<?> restore(SqlConnection connection) {
        return connection.query(RESTORE).execute();
    }

    @Override
    public Future<?> terminate(SqlConnection connection) {
        return connection.query(TERMINATE).execute();
    }

    private Future<Boolean> holds(SqlClient client, TermId term) {
        return client.query(FenceText.naming(term, write)).execute().map(rows -> rows.size() > 0);
    }

    private static String seconds(long limitMillis) {
        return Long.toString(Math.max(1, (limitMillis + 999) / 1_000));
    }

    /** One text with several statements has as many results, of which the last is the answer. */
    private static RowSet<Row> last(RowSet<Row> results) {
        RowSet<Row> latest = results;
        for (RowSet<Row> next = results.next(); next != null; next = next.next()) {
            latest = next;
        }
        return latest;
    }
}
