// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.Term;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import io.github.elector.sql.Fence;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;

/** The lists of components in the database, for those who lead them. Any thread. */
final class TermLists {
    private final LeaderPool pool;
    private final NemesisSql sql;
    private final Fence fence;
    private final boolean pretends;

    /**
     * An act that is not answered within {@code limit} is given up.
     *
     * @param pretends leaves the fence out of what is said to be fenced
     */
    TermLists(LeaderPool pool, DatabaseUri database, Duration limit, boolean pretends) {
        this.pool = pool;
        this.sql = NemesisSql.of(database);
        this.fence = Fence.of(NemesisTables.options(database)).limitedTo(limit);
        this.pretends = pretends;
    }

    /**
     * Adds a number to a list: reads it, has {@code chosen} think and say what is to be written, and writes that.
     *
     * @return whether the row was there; fails with {@link io.github.elector.TermOverException} if the term is over and
     *     nothing was written, and otherwise if nobody knows
     */
    Future<Boolean> add(Term term, ListKind kind, Function<ListHead, Future<Addition>> chosen) {
        return pool.with(connections -> switch (kind) {
            case TRANSACTION ->
                pretends
                        ? connections.withTransaction(connection -> plainly(connection, term, kind, chosen))
                        : fence.inTransaction(connections, term, connection -> plainly(connection, term, kind, chosen));
            case UNFENCED -> plainly(connections, term, kind, chosen);
            case STATEMENT ->
                pretends ? plainly(connections, term, kind, chosen) : fenced(connections, term, kind, chosen);
        });
    }

    private Future<Boolean> plainly(
            SqlClient on, Term term, ListKind kind, Function<ListHead, Future<Addition>> chosen) {
        return read(on, term, kind)
                .compose(head -> chosen.apply(head)
                        .compose(adding -> on.preparedQuery(sql.write()).execute(row(adding, head))))
                .map(written -> written.rowCount() == 1);
    }

    private Future<Boolean> fenced(
            SqlClient on, Term term, ListKind kind, Function<ListHead, Future<Addition>> chosen) {
        return read(on, term, kind)
                .compose(head -> chosen.apply(head)
                        .compose(adding -> fence.write(on, term, sql.fencedWrite(), row(adding, head))))
                .map(written -> written.rows() == 1);
    }

    private Future<ListHead> read(SqlClient on, Term term, ListKind kind) {
        return on.preparedQuery(sql.read())
                .execute(Tuple.of(term.component(), kind.text()))
                .map(TermLists::head);
    }

    private static ListHead head(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return new ListHead(row.getLong("last"), row.getLong("length"), 0);
    }

    private static Tuple row(Addition adding, ListHead head) {
        return Tuple.of(
                adding.number(),
                head.length() + 1,
                adding.term(),
                adding.term(),
                adding.component(),
                adding.kind().text());
    }
}
