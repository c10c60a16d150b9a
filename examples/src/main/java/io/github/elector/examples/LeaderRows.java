// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.github.elector.Term;
import io.github.elector.sql.Fence;
import io.github.elector.sql.SqlStoreOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
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
    private static final int CONNECTIONS = 2;

    private final Vertx vertx;
    private final Context context;
    private final DatabaseUri database;
    private final long timeoutMillis;
    private final Fence fence;
    private volatile Pool pool;

    /**
     * Connects when the tables are first asked for. A row that is not written within half of the stop budget has failed,
     * so that one whose answer never comes is no overrun.
     */
    LeaderRows(Vertx vertx, DatabaseUri database, long stopMillis) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.timeoutMillis = 3 * stopMillis;
        this.database = database;
        this.fence = Fence.of(new SqlStoreOptions().setUri(database.secretText()))
                .limitedTo(Duration.ofMillis(Math.max(10, stopMillis / 2)));
        this.pool = connect();
    }

    /** Creates the tables if they are missing. */
    Future<Void> prepare() {
        return bounded(used -> used.withConnection(database.sql()::createRows));
    }

    /** Writes both rows if the term holds; fails if it does not, or if nobody knows. */
    Future<Void> write(Term term, long number) {
        Tuple row = Tuple.of(term.component(), term.number(), term.holder(), number);
        return bounded(used -> fence.write(used, term, database.sql().writeLatest(), row)
                .compose(latest -> fence.write(used, term, database.sql().writeJournal(), row))
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
        return database.pool(vertx, CONNECTIONS, database.sql().properties("elector-demo rows", timeoutMillis));
    }

    /** Closing waits for an answer that may never come, so nobody waits for long. */
    private static Future<Void> closed(Pool pool) {
        return pool.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
}
