// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.Term;
import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * Writes that take effect only while a term holds, checked by the database in the same statement: what
 * {@link Term#isValid()} cannot do for a process that is paused between its check and its write.
 *
 * <p>For data in the database the elector itself uses. The statement takes a share lock on the lease row, which a
 * takeover does not pass and heartbeats do not notice, so nothing of an older term is written once a newer one is
 * announced. Keep transactions around it short: as long as one is open, nobody can take the component over.
 *
 * <p>The user of the client needs SELECT on both tables, and UPDATE on one column of the table of leases at least, which
 * a share lock asks for. Safe to use from any thread.
 */
public final class Fence {
    /** Where the check goes in a statement; in its WHERE, joined with AND. */
    public static final String MARKER = "{fence}";

    private static final String CHECK = "EXISTS (SELECT FROM elector_fence)";

    private final PostgresDialect dialect;

    private Fence(PostgresDialect dialect) {
        this.dialect = dialect;
    }

    /**
     * The fence on a PostgreSQL database.
     *
     * @param options the same tables as the elector's
     * @throws IllegalArgumentException if a table name is none
     */
    public static Fence postgres(SqlStoreOptions options) {
        return new Fence(new PostgresDialect(options.tables(TableNaming.POSTGRES)));
    }

    /**
     * Writes if the term holds.
     *
     * <pre>{@code
     * fence.write(pool, term, "UPDATE accounts SET balance = $1 WHERE id = $2 AND {fence}", Tuple.of(balance, id));
     * fence.write(pool, term, "INSERT INTO audit (entry) SELECT $1 WHERE {fence}", Tuple.of(entry));
     * }</pre>
     *
     * @param client a pool, or a connection, also one with an open transaction, which then keeps the share lock
     * @param sql one INSERT, UPDATE or DELETE without RETURNING, with {@value #MARKER} in its condition
     * @param parameters for {@code $1}, {@code $2} … of {@code sql}
     * @return how many rows were written; fails with {@link FenceRefusedException} if the term is over, then nothing was
     *     written, and as the client does if nobody knows
     * @throws IllegalArgumentException if the marker is missing
     */
    public Future<FencedWrite> write(SqlClient client, Term term, String sql, Tuple parameters) {
        if (!sql.contains(MARKER)) {
            throw new IllegalArgumentException("the statement has no " + MARKER
                    + " in its condition, so it would not be fenced: add AND " + MARKER + " to its WHERE");
        }
        TermId id = term.id();
        String user = sql.replace(MARKER, CHECK).stripTrailing();
        String statement =
                dialect.fenced(user.endsWith(";") ? user.substring(0, user.length() - 1) : user, parameters.size());
        return client.preparedQuery(statement).execute(withTerm(parameters, id)).compose(rows -> verdict(id, rows));
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

    private static Future<FencedWrite> verdict(TermId term, RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return row.getBoolean("holds")
                ? Future.succeededFuture(new FencedWrite(row.getLong("written")))
                : Future.failedFuture(new FenceRefusedException(term));
    }
}
