// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.concurrent.TimeUnit;

/** A row, a connection of the Vert.x PostgreSQL client that frees it and one that hears of that and takes it; no election. */
final class Ground implements AutoCloseable {
    // As our release does, which waits for no disk: what it is compared with must not wait for one either.
    private static final String FREE =
            " SET released = true WHERE NOT released AND set_config('synchronous_commit', 'off', true) IS NOT NULL"
                    + " RETURNING term";

    // A name nobody has, so that the server has nothing to remark on.
    private final String table = "benchmarks_floor_" + Long.toString(System.currentTimeMillis(), 36);
    private final Vertx vertx = Vertx.vertx();
    private final PgConnection one;
    private final PgConnection other;

    Ground(String uri) {
        PgConnectOptions options = PgConnectOptions.fromUri(uri).setCachePreparedStatements(true);
        one = await(PgConnection.connect(vertx, options));
        other = await(PgConnection.connect(vertx, options));
        await(one.query("CREATE TABLE " + table + " (released boolean NOT NULL, term bigint NOT NULL)")
                .execute());
        await(one.query("INSERT INTO " + table + " VALUES (false, 1)").execute());
        await(other.query("LISTEN " + table).execute());
    }

    /** Nanoseconds of a statement that reads nothing. */
    long roundTrip() {
        return ask("SELECT 1");
    }

    /** Nanoseconds of a write of one row, with its commit. */
    long commit() {
        return ask("UPDATE " + table + " SET term = term + 1");
    }

    private long ask(String sql) {
        long begun = System.nanoTime();
        return await(one.preparedQuery(sql).execute().map(rows -> System.nanoTime())) - begun;
    }

    /** Nanoseconds from a notice to its arrival. */
    long notice() {
        Promise<Long> heard = Promise.promise();
        other.notificationHandler(notified -> heard.tryComplete(System.nanoTime()));
        long begun = System.nanoTime();
        one.preparedQuery("SELECT pg_notify('" + table + "', '')").execute().onFailure(heard::tryFail);
        return await(heard.future()) - begun;
    }

    /** Nanoseconds from freeing the row to having taken it: a release, a NOTIFY and an acquire, each when the one before is done. */
    long handOver() {
        Promise<Long> taken = takenOnceTold();
        long begun = System.nanoTime();
        one.preparedQuery("UPDATE " + table + FREE)
                .execute()
                .compose(freed -> one.query("NOTIFY " + table).execute())
                .onFailure(taken::tryFail);
        return await(taken.future()) - begun;
    }

    /** The same where whoever frees the row notifies in the same statement, and so waits for nothing in between. */
    long handOverInTwo() {
        Promise<Long> taken = takenOnceTold();
        long begun = System.nanoTime();
        one.preparedQuery(
                        "WITH freed AS (UPDATE " + table + FREE + ") SELECT pg_notify('" + table + "', '') FROM freed")
                .execute()
                .onFailure(taken::tryFail);
        return await(taken.future()) - begun;
    }

    private Promise<Long> takenOnceTold() {
        Promise<Long> taken = Promise.promise();
        other.notificationHandler(notified -> other.preparedQuery(
                        "UPDATE " + table + " SET released = false, term = term + 1 WHERE released RETURNING term")
                .execute()
                .map(rows -> System.nanoTime())
                .onComplete(taken));
        return taken;
    }

    @Override
    public void close() {
        try {
            await(one.query("DROP TABLE " + table).execute());
        } finally {
            await(vertx.close());
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
