// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.github.elector.Term;
import io.github.elector.sql.Fence;
import io.github.elector.sql.SqlStoreOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The rows that leaders write, through the fence: for each component one row with the latest, and a journal of all.
 *
 * <p>It is made outside any verticle, and its pools are: a pool that is made on a verticle's context is closed with the
 * verticle, and while a handshake with a silent server is pending that never completes. Any thread.
 */
final class LeaderRows {
    private static final long CLOSE_MILLIS = 200;

    // CREATE TABLE IF NOT EXISTS fails when two run at once, so one waits for the other.
    private static final String CREATE = """
            SELECT pg_advisory_xact_lock(7305472411820158053);
            CREATE TABLE IF NOT EXISTS demo_rows (
                component  text PRIMARY KEY,
                term       bigint NOT NULL,
                holder     text NOT NULL,
                n          bigint NOT NULL,
                written_at timestamptz NOT NULL
            );
            CREATE TABLE IF NOT EXISTS demo_journal (
                id         bigserial PRIMARY KEY,
                component  text NOT NULL,
                term       bigint NOT NULL,
                holder     text NOT NULL,
                n          bigint NOT NULL,
                written_at timestamptz NOT NULL
            );
            """;

    private static final String WRITE_LATEST = """
            INSERT INTO demo_rows AS latest (component, term, holder, n, written_at)
            SELECT $1::text, $2::bigint, $3::text, $4::bigint, clock_timestamp() WHERE {fence}
            ON CONFLICT (component) DO UPDATE
            SET term = excluded.term, holder = excluded.holder, n = excluded.n, written_at = excluded.written_at""";

    private static final String WRITE_JOURNAL = """
            INSERT INTO demo_journal (component, term, holder, n, written_at)
            SELECT $1::text, $2::bigint, $3::text, $4::bigint, clock_timestamp() WHERE {fence}""";

    private final Vertx vertx;
    private final Context context;
    private final PgConnectOptions database;
    private final long timeoutMillis;
    private final Fence fence = Fence.postgres(new SqlStoreOptions());
    private volatile Pool pool;

    /** Connects when something is first written; a write that takes longer than the timeout has failed. */
    LeaderRows(Vertx vertx, DatabaseUri database, long timeoutMillis) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.timeoutMillis = timeoutMillis;
        this.database = database.connectOptions()
                .setCachePreparedStatements(true)
                // Statement and fence together are longer than what is cached by default.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                .addProperty("application_name", "elector-demo rows")
                .addProperty("statement_timeout", Long.toString(timeoutMillis));
        this.pool = connect();
    }

    /** Creates the tables if they are missing. */
    Future<Void> prepare() {
        return bounded(used -> used.query(CREATE).execute().mapEmpty());
    }

    /** Writes both rows if the term holds; fails if it does not, or if nobody knows. */
    Future<Void> write(Term term, long number) {
        Tuple row = Tuple.of(term.component(), term.number(), term.holder(), number);
        return bounded(used -> fence.write(used, term, WRITE_LATEST, row)
                .compose(latest -> fence.write(used, term, WRITE_JOURNAL, row))
                .mapEmpty());
    }

    Future<Void> close() {
        return closed(pool);
    }

    /**
     * On the context of these rows, and the answer on the caller's: a connection that is being made on a verticle's
     * context never answers once that verticle's deployment fails, as it does when a term ends during the start.
     */
    private Future<Void> bounded(Function<Pool, Future<Void>> act) {
        Context caller = vertx.getOrCreateContext();
        Promise<Void> answer = Promise.promise();
        context.runOnContext(turn -> {
            Pool used = pool;
            act.apply(used)
                    .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .onFailure(failure -> replaceIfSilent(used, failure))
                    .onComplete(done -> caller.runOnContext(back -> answer.handle(done)));
        });
        return answer.future();
    }

    /** A line that died silently never answers: it is left, and the next write opens another. */
    private void replaceIfSilent(Pool used, Throwable failure) {
        if (failure instanceof TimeoutException && pool == used) {
            pool = connect();
            closed(used);
        }
    }

    private Pool connect() {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(database)
                .using(vertx)
                .build();
    }

    /** Closing waits for an answer that may never come, so nobody waits for long. */
    private static Future<Void> closed(Pool pool) {
        return pool.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
}
