// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.FenceAheadException;
import io.github.elector.Gate;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * A table of fences in a database other than the elector's: for each component one row with the latest term it has seen.
 *
 * <p>Two ways to use it. A leader that writes to that database itself raises the fence before it leads, by a gate, and
 * writes through {@link #fence()}:
 *
 * <pre>{@code
 * FenceTable fences = FenceTable.postgres("leader_fences");
 * Elector.start(vertx, options, TermWork.of(Billing::new).behind(fences.gate(pool)));
 * …
 * fences.fence().write(pool, term, "UPDATE … WHERE id = $1 AND {fence}", Tuple.of(id));
 * }</pre>
 *
 * <p>A service that a leader calls, and that has a database of its own, is sent component, term and holder along with
 * each request and admits it in the transaction that does what the request asks for: {@link #admit}. Whoever was
 * admitted, nothing of an earlier term is from then on.
 *
 * <p>A term that is equal is admitted only for the session it was first seen of: where the elector's database has lost
 * commits, two sessions may have been given one. Any thread.
 */
public final class FenceTable {
    /** What the table is called in the file that creates it. */
    public static final String DEFAULT_NAME = "leader_fences";

    private final FenceTableDialect dialect;
    private final FenceDialect rows;
    private final long limitMillis;

    private FenceTable(FenceTableDialect dialect, FenceDialect rows, long limitMillis) {
        this.dialect = dialect;
        this.rows = rows;
        this.limitMillis = limitMillis;
    }

    private static FenceTable of(FenceTableDialect dialect, FenceDialect rows) {
        return new FenceTable(dialect, rows, Fence.DEFAULT_LIMIT.toMillis());
    }

    /**
     * A table on PostgreSQL.
     *
     * @param name {@code table}, in {@code public}, or {@code schema.table}
     * @throws IllegalArgumentException if it is no identifier
     */
    public static FenceTable postgres(String name) {
        TableName table = TableNaming.POSTGRES.name("the fence table", name);
        return of(new PostgresFenceTable(table), PostgresFence.onRow(table));
    }

    /**
     * A table on MySQL or MariaDB.
     *
     * @param name {@code database.table}
     * @throws IllegalArgumentException if it is no identifier, or names no database
     */
    public static FenceTable mysql(String name) {
        if (name.indexOf('.') < 0) {
            throw new IllegalArgumentException(
                    "the fence table needs the database it is in: write it as" + " database.table");
        }
        TableName table = TableNaming.mysql("").name("the fence table", name);
        return of(new MysqlFenceTable(table), MysqlFence.onRow(table));
    }

    /**
     * The same table with another limit for what is done behind its fence, see {@link Fence#limitedTo}; its gate waits for
     * as long, and as long again for a connection.
     *
     * @throws IllegalArgumentException if it is not between 10 ms and 1 h
     */
    public FenceTable limitedTo(Duration limit) {
        return new FenceTable(dialect, rows, Fence.millis(limit));
    }

    /** Where the statement that creates the table is in the jar, for people who run it themselves. */
    public String schemaFile() {
        return dialect.schemaFile().toString();
    }

    /** Creates the table if it is missing; needs the right to. Safe when many do so at once. */
    public Future<Void> create(Pool pool) {
        return pool.<Void>withConnection(dialect::create);
    }

    /** Writes through it: refused unless the fence stands at the writer's very term. */
    public Fence fence() {
        return Fence.on(rows, this, limitMillis);
    }

    /**
     * The gate that raises the fence for a new term, once every transaction of the earlier one has ended; it gives up
     * after twice the limit. What is raised too late by a leader that gave up lowers nothing.
     *
     * @param pool of the database the table is in; its user needs SELECT, INSERT and UPDATE on it
     */
    public Gate gate(Pool pool) {
        // In a transaction, or a pool that does not commit by itself would take the raise back.
        return term -> pool.withTransaction(connection -> raise(connection, term))
                .timeout(2 * limitMillis, TimeUnit.MILLISECONDS)
                .compose(at -> at.equals(term) ? Future.succeededFuture() : Future.failedFuture(ahead(at)));
    }

    /** What a leader is told of a fence that stands at this later term. */
    RuntimeException ahead(TermId at) {
        return isAbsurd(at)
                ? new IllegalStateException(
                        "component '" + at.component() + "': its fence stands at term " + at.number()
                                + ", more than ten years ahead, which no elector wrote; nobody can go above it: find out who did,"
                                + " then run " + dialect.repair(at.component()))
                : new FenceAheadException(at.number());
    }

    // The wall clock will do: it only tells apart what is out by ten years, and nobody's turn depends on it.
    private static boolean isAbsurd(TermId term) {
        return term.number() - System.currentTimeMillis() > Dialect.ABSURD_MILLIS;
    }

    /**
     * Lets a request of a leader pass, unless one of a later term was let pass before: the check of a fencing token.
     *
     * @param client a connection with an open transaction, in which this comes first and which then does what was asked
     *     for; until it ends, no other request for the component is admitted. It must not go on behind a failure: a
     *     deadlock (1213) on MySQL and MariaDB takes the admission back, and what follows commits by itself
     * @param term the component, term and holder that came with the request
     * @return fails with {@link FenceRefusedException} if a later term was admitted, or this one for another holder; with
     *     an {@link IllegalArgumentException} if the term is none an elector makes; and as the client does, under an
     *     isolation stricter than READ COMMITTED, if another request for the component was admitted since the transaction
     *     began to read: then it is to be tried anew, in a transaction of its own
     */
    public Future<Void> admit(SqlClient client, TermId term) {
        if (isAbsurd(term)) {
            return Future.failedFuture(new IllegalArgumentException("component '" + term.component() + "': term "
                    + term.number() + " is more than ten years ahead, so no elector made it; it was not admitted, or"
                    + " nobody could be after it: send the term's own number"));
        }
        return raise(client, term)
                .compose(at -> at.equals(term)
                        ? Future.succeededFuture()
                        : Future.failedFuture(new FenceRefusedException(term)));
    }

    /** The term the fence stands at, if it was ever raised; no lock is left behind in a pool. */
    Future<Optional<TermId>> standsAt(SqlClient client, ComponentName component) {
        return client instanceof Pool pool
                ? pool.withTransaction(connection -> highest(connection, component))
                : highest(client, component);
    }

    private Future<Optional<TermId>> highest(SqlClient client, ComponentName component) {
        return client.preparedQuery(dialect.read())
                .execute(Tuple.of(component.value()))
                .map(found -> StreamSupport.stream(found.spliterator(), false)
                        .map(row -> new TermId(component, row.getLong("term"), new SessionId(row.getString("holder"))))
                        .findFirst());
    }

    /** Where it stands afterwards: at this term if it was below, or at this already. */
    private Future<TermId> raise(SqlClient client, TermId term) {
        return client.preparedQuery(dialect.raise())
                .execute(Tuple.of(
                        term.component().value(), term.number(), term.session().value()))
                .compose(tried -> highest(client, term.component()))
                .map(at -> at.orElseThrow(() -> new IllegalStateException("component '" + term.component()
                        + "': the row of its fence vanished; nobody may delete rows of that table")));
    }
}
