// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.github.elector.Term;
import io.github.elector.sql.Fence;
import io.github.elector.sql.SqlStoreOptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/** The rows that leaders write, through the fence: for each component one row with the latest, and a journal of all. */
public final class LeaderRows {
    private final LeaderPool pool;
    private final DemoSql sql;
    private final Fence fence;

    /**
     * Connects when the tables are first asked for. A row that is not written within half of the stop budget has failed,
     * so that one whose answer never comes is no overrun.
     */
    public LeaderRows(LeaderPool pool, DatabaseUri database, Duration stop) {
        this.pool = pool;
        this.sql = database.sql();
        this.fence = Fence.of(new SqlStoreOptions().setUri(database.secretText()))
                .limitedTo(Duration.ofMillis(Math.max(10, stop.toMillis() / 2)));
    }

    /** Creates the tables if they are missing. */
    public Future<Void> prepare() {
        return pool.with(used -> used.withConnection(sql::createRows));
    }

    /** Writes both rows if the term holds; fails if it does not, or if nobody knows. */
    public Future<Void> write(Term term, long number) {
        Tuple row = Tuple.of(term.component(), term.number(), term.holder(), number);
        return pool.with(used -> fence.write(used, term, sql.writeLatest(), row)
                .compose(latest -> fence.write(used, term, sql.writeJournal(), row))
                .mapEmpty());
    }
}
