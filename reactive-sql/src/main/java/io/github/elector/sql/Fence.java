// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.Term;
import io.github.elector.store.StoreUri;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Writes that take effect only while a term holds, checked by the database itself: what {@link Term#isValid()} cannot do
 * for a process that is paused between its check and its write.
 *
 * <p>For data in the database the elector itself uses; for data elsewhere see {@link FenceTable}. A write takes a share
 * lock on the lease row, which a takeover does not pass and heartbeats do not notice, so nothing of an older term is
 * written once a newer one is announced. As long as a fenced transaction is open, nobody can take the component over:
 * {@link #inTransaction} ends it after a limit.
 *
 * <p>All of it is work of the term: it may begin while the term is valid, and within the stop budget while a
 * {@code stop} finishes what it was doing, and the lease is not given back before it has ended.
 *
 * <p>The user of the client needs SELECT on both tables, and UPDATE on one column of the table of leases at least, which
 * a share lock asks for. Only for servers with one primary that takes writes: where several do (Galera, Group
 * Replication), a share lock holds nobody off. Safe to use from any thread.
 */
public final class Fence {
    /** Where the check goes in a statement; in its WHERE, joined with AND. */
    public static final String MARKER = "{fence}";

    /**
     * How long a transaction may be open, and a write unanswered, unless said otherwise: 3 s. Shorter than the default stop
     * budget, so that a write in a stop to a database that is silent is no overrun.
     */
    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(3);

    private static final Duration SHORTEST_LIMIT = Duration.ofMillis(10);
    private static final Duration LONGEST_LIMIT = Duration.ofHours(1);

    private final FenceDialect dialect;
    private final Optional<FenceTable> table;
    private final long limitMillis;
    private final LatestTexts<String> checked = new LatestTexts<>();

    private Fence(FenceDialect dialect, Optional<FenceTable> table, long limitMillis) {
        this.dialect = dialect;
        this.table = table;
        this.limitMillis = limitMillis;
    }

    /**
     * The fence on the database that the options name by their URI.
     *
     * @param options the same as the elector's
     * @throws IllegalArgumentException if there is no URI, of PostgreSQL, MySQL or MariaDB, or a table name is none; the
     *     message holds no password
     */
    public static Fence of(SqlStoreOptions options) {
        String uri = options.getUri();
        String scheme = uri == null ? "" : StoreUri.scheme(uri).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "postgresql", "postgres" -> postgres(options);
            case "mysql", "mariadb" -> mysql(options);
            default ->
                throw new IllegalArgumentException(
                        "the options have "
                                + (uri == null ? "no uri" : "the uri " + StoreUri.withoutSecrets(uri))
                                + ", which names no database a fence can be on: set the elector's, postgresql://… or mysql://…");
        };
    }

    /**
     * The fence on a PostgreSQL database; the URI is not needed.
     *
     * @param options the same tables as the elector's
     * @throws IllegalArgumentException if a table name is none
     */
    public static Fence postgres(SqlStoreOptions options) {
        return on(PostgresFence.onLease(options.tables(TableNaming.POSTGRES)));
    }

    /**
     * The fence on a MySQL or MariaDB database.
     *
     * @param options the same tables as the elector's, and its URI, which names the database they are in
     * @throws IllegalArgumentException if the URI names none, or a table name is none; the message holds no password
     */
    public static Fence mysql(SqlStoreOptions options) {
        String uri = options.getUri();
        if (uri == null) {
            throw new IllegalArgumentException(
                    "the options have no uri, so nobody knows which database the tables are in: set the elector's");
        }
        return on(MysqlFence.onLease(options.tables(MysqlSettings.naming(uri))));
    }

    private static Fence on(FenceDialect dialect) {
        return new Fence(dialect, Optional.empty(), DEFAULT_LIMIT.toMillis());
    }

    /** On the rows of this table; used by the table. */
    static Fence on(FenceDialect dialect, FenceTable table, long limitMillis) {
        return new Fence(dialect, Optional.of(table), limitMillis);
    }

    /**
     * The same fence with another limit: how long a transaction may be open, and so how much longer a takeover may take,
     * and how long the answer to a write is waited for. Too short: a slow database fails work that was on its way. Longer
     * than the stop budget: what is under way when the term ends may be an overrun.
     *
     * @param limit at least 10 ms, at most one hour
     * @throws IllegalArgumentException if it is not
     */
    public Fence limitedTo(Duration limit) {
        return new Fence(dialect, table, millis(limit));
    }

    /** The limit, if it is one anybody can wait for. */
    static long millis(Duration limit) {
        if (limit.compareTo(SHORTEST_LIMIT) < 0 || limit.compareTo(LONGEST_LIMIT) > 0) {
            throw new IllegalArgumentException(
                    "the limit of a fence (" + limit
                            + ") must be between 10 ms and 1 h: nobody can take the component over while a transaction is open");
        }
        return limit.toMillis();
    }

    /**
     * Writes if the term holds; no round trip more than without the fence.
     *
     * <pre>{@code
     * fence.write(pool, term, "UPDATE accounts SET balance = $1 WHERE id = $2 AND {fence}", Tuple.of(balance, id));
     * fence.write(pool, term, "INSERT INTO audit (entry) SELECT $1 WHERE {fence}", Tuple.of(entry));
     * }</pre>
     *
     * <p>On MySQL and MariaDB parameters are written {@code ?}; a statement that wrote nothing costs a second round trip
     * there, which tells a refusal from a condition that matched nothing; and a session that was closed is refused only
     * once the lease is another's.
     *
     * <p>What is made of {@code sql} for a term is kept, of the latest 100 statements with up to some 10 000 characters; so
     * write values as parameters, and keep the fence.
     *
     * <p>A write may wait for rows that others have locked, and a takeover then waits for it. PostgreSQL 17 and later and
     * MariaDB (in whole seconds) end it after the limit whether or not this process is still there; PostgreSQL before that
     * ends each wait for a lock after it, and MySQL each after its own innodb_lock_wait_timeout. In an open transaction a
     * transaction_timeout of your own that is longer than the limit counts anew from the end of each write.
     *
     * @param client a pool whose connections commit by themselves, or a connection, also one with an open transaction,
     *     which then keeps the share lock for as long as it is open
     * @param sql one INSERT, UPDATE or DELETE without RETURNING, with {@value #MARKER} in its WHERE, which covers all
     *     that it writes: joined with AND, and not in the WHERE of an ON CONFLICT
     * @param parameters for {@code $1}, {@code $2} … of {@code sql}, or for its {@code ?}
     * @return how many rows were written; fails with {@link FenceRefusedException} if the database says that the term is
     *     over, and with {@link io.github.elector.TermOverException}, which is the more general one, if it was not even
     *     asked: then nothing was written; with an {@link IllegalArgumentException} on PostgreSQL if the term is over and
     *     the statement would have written all the same: then nothing was written either; with a
     *     {@link java.util.concurrent.TimeoutException} if there was no answer within the limit, and as the client does:
     *     then nobody knows
     * @throws IllegalArgumentException if the marker is missing; on MySQL and MariaDB, where nothing takes back what was
     *     written past the check, also if it stands in a string, a comment or outside of a WHERE, or beside an OR that is
     *     not in parentheses
     */
    public Future<FencedWrite> write(SqlClient client, Term term, String sql, Tuple parameters) {
        String statement = checked.get(sql, () -> check(sql));
        return term.asWork(() -> write(client, term, statement, parameters, Deadline.in(limitMillis)));
    }

    private Future<FencedWrite> write(
            SqlClient client, Term term, String statement, Tuple parameters, Deadline deadline) {
        return deadline.limit(dialect.write(client, term.id(), statement, parameters, limitMillis))
                .recover(failure ->
                        Future.failedFuture(failure instanceof TimeoutException ? unanswered(term) : failure))
                .compose(written ->
                        written.map(Future::succeededFuture).orElseGet(() -> refused(client, term, deadline)));
    }

    private String check(String sql) {
        if (!sql.contains(MARKER)) {
            throw new IllegalArgumentException("the statement has no " + MARKER
                    + " in its condition, so it would not be fenced: add AND " + MARKER + " to its WHERE");
        }
        dialect.checkText(sql);
        String user = sql.stripTrailing();
        return user.endsWith(";") ? user.substring(0, user.length() - 1) : user;
    }

    /**
     * Does something in a transaction that is committed only if the term held when it began, and that nobody can take the
     * component over during. On PostgreSQL it takes no round trip more than without the fence, on MySQL and MariaDB one.
     *
     * <pre>{@code
     * fence.inTransaction(pool, term, connection -> connection
     *         .preparedQuery("UPDATE accounts SET balance = balance - $1 WHERE id = $2").execute(Tuple.of(5, 7))
     *         .compose(done -> connection.query("INSERT INTO audit …").execute()));
     * }</pre>
     *
     * <p>By the own clock it is over within the limit, counted from the call, the wait for a connection included. In case
     * this process is paused or cut off, the server limits how long it is open: PostgreSQL 17 and later ends the whole
     * transaction after it, the others each of its statements and each pause between two (MySQL and MariaDB in whole
     * seconds; MySQL ends waits and pauses only).
     *
     * <p>A failure that the server answers by rolling all of it back, as any is on PostgreSQL and a deadlock (1213) on MySQL
     * and MariaDB, cannot be recovered from within {@code work}: run another transaction. On MySQL and MariaDB
     * {@code autocommit} is off within, so that nothing is committed behind it.
     *
     * @param pool of the database the fence is on
     * @param work what is to be done on the connection it is given, which is in the transaction: it neither commits nor
     *     closes, uses no statement that commits by itself (on MySQL and MariaDB those that change tables do), and the
     *     connection is not used any more once the future it returns has completed
     * @return what {@code work} returned, once it is committed; fails with {@link FenceRefusedException} if the database
     *     says that the term is over, and with {@link io.github.elector.TermOverException} if it was not even asked:
     *     {@code work} is not called then; as {@code work} does, and then it was rolled back; with an
     *     {@link IllegalStateException} if {@code work} swallowed a failure that had rolled it back, and then nothing is
     *     committed, or ended it by itself; with a {@link java.util.concurrent.TimeoutException} once the limit is over
     *     since the call, whatever the database does, which says whether anybody knows; and as the client does if nobody
     *     knows
     */
    public <T> Future<T> inTransaction(Pool pool, Term term, Function<SqlConnection, Future<T>> work) {
        return term.asWork(() -> inTransaction(pool, term, work, Deadline.in(limitMillis)));
    }

    private <T> Future<T> inTransaction(
            Pool pool, Term term, Function<SqlConnection, Future<T>> work, Deadline deadline) {
        return new FencedTransaction(dialect, term.id(), limitMillis, deadline)
                .run(pool, work)
                .recover(failure -> failure instanceof FenceRefusedException
                        ? refused(pool, term, deadline)
                        : Future.failedFuture(failure));
    }

    /** The lease says by itself that a term is over; a fence elsewhere has to tell the leader. */
    private <T> Future<T> refused(SqlClient client, Term term, Deadline deadline) {
        FenceRefusedException refusal = new FenceRefusedException(term.id());
        return table.map(fences -> deadline.limit(
                                fences.standsAt(client, term.id().component()))
                        .onSuccess(raised -> term.fail(raised.filter(later -> later.number() >= term.number())
                                .map(fences::ahead)
                                .orElse(refusal)))
                        .transform(told -> Future.<T>failedFuture(refusal)))
                .orElseGet(() -> Future.failedFuture(refusal));
    }

    private TimeoutException unanswered(Term term) {
        return new TimeoutException("component '" + term.component() + "': a fenced write of term " + term.number()
                + " had no answer within " + limitMillis + " ms; nobody knows whether it took effect");
    }
}
