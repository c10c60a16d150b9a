// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.sql.Fence;
import io.github.elector.sql.SqlStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;

/**
 * One scheduler for the whole cluster: a job every minute, on the leader only.
 *
 * <p>Each run is written down, behind the fence, before it begins, so none is made twice, whoever leads by then and
 * whatever the replicas' clocks say. A run whose leader dies in the middle of it is not made again: a job that must not
 * be lost keeps its own account of what is left to do.
 */
public final class ClusterScheduler extends VerticleBase {
    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS scheduler_runs (job text PRIMARY KEY, last_run timestamptz NOT NULL)";
    private static final String CLAIM = "INSERT INTO scheduler_runs (job, last_run)"
            + " SELECT $1, $2 WHERE " + Fence.MARKER
            + " ON CONFLICT (job) DO UPDATE SET last_run = excluded.last_run"
            + " WHERE scheduler_runs.last_run < excluded.last_run";

    private final String uri;
    private final Term term;
    private final Fence fence;
    private final long everyMillis;
    private final Function<Instant, Future<Void>> job;
    private Pool pool;
    private Future<?> running = Future.succeededFuture();
    private long timer;
    private boolean stopped;

    public static void main(String[] args) {
        String uri = args.length > 0 ? args[0] : System.getenv("ELECTOR_DB");
        ElectorOptions options = new ElectorOptions()
                .setComponent("scheduler")
                .setStore(new JsonObject().put("uri", uri).put("createSchema", true));

        Vertx vertx = Vertx.vertx();
        Function<Instant, Future<Void>> job = due -> {
            System.out.println("run of " + due);
            return Future.succeededFuture();
        };
        Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await()));
        TermWork work = TermWork.of(term -> new ClusterScheduler(uri, term, Duration.ofMinutes(1), job));
        try {
            Elector.start(vertx, options, work).await();
        } catch (Exception cannotStart) {
            cannotStart.printStackTrace();
            System.exit(1);
        }
    }

    /**
     * A scheduler for one term.
     *
     * @param every a run is due at each multiple of this since 1970, UTC
     * @param job is given the time that was due; the next run waits for its future
     */
    ClusterScheduler(String uri, Term term, Duration every, Function<Instant, Future<Void>> job) {
        this.uri = uri;
        this.term = term;
        this.fence = Fence.of(new SqlStoreOptions().setUri(uri)).limitedTo(Duration.ofSeconds(3));
        this.everyMillis = every.toMillis();
        this.job = job;
    }

    @Override
    public Future<?> start() {
        pool = Pool.pool(vertx, SqlConnectOptions.fromUri(uri), new PoolOptions().setMaxSize(2));
        // The latest run first, in case the last leader died before it was due.
        return pool.query(TABLE).execute().onSuccess(ready -> run());
    }

    /** No run begins any more, and one under way is waited for: until then, or the end of the stop budget, nobody leads. */
    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return running;
    }

    private void run() {
        long now = System.currentTimeMillis();
        Instant due = Instant.ofEpochMilli(now - now % everyMillis);
        running = claim(due)
                .compose(ours -> ours ? term.asWork(() -> job.apply(due)) : Future.succeededFuture())
                .onSuccess(done -> schedule(everyMillis - System.currentTimeMillis() % everyMillis))
                .onFailure(failure -> {
                    System.out.println("run of " + due + " failed: " + failure.getMessage());
                    // A run that is claimed is not made again; one whose claim failed is.
                    schedule(1_000);
                })
                .otherwiseEmpty();
    }

    private Future<Boolean> claim(Instant due) {
        Tuple run = Tuple.of("every-minute", OffsetDateTime.ofInstant(due, ZoneOffset.UTC));
        return fence.write(pool, term, CLAIM, run).map(written -> written.rows() > 0);
    }

    private void schedule(long delayMillis) {
        if (!stopped) {
            timer = vertx.setTimer(delayMillis, tick -> run());
        }
    }
}
