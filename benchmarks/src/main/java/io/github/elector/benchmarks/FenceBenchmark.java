// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.sql.Fence;
import io.github.elector.sql.FencedWrite;
import io.github.elector.sql.SqlStoreOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the fence costs an application that writes: the same row by the same statement on the same pool, with the fence
 * and without it, alone and in a transaction.
 *
 * <p>By reasoning: a fenced write is one statement as the plain one is, longer by the check; a fenced transaction sends its
 * check behind its begin, which on PostgreSQL is no round trip longer and on MySQL and MariaDB one. The row's lane is its
 * own, so that nobody waits for a row; {@code window} writes are in flight, on as many connections. A fenced write that was
 * refused, or wrote nothing, fails the benchmark.
 *
 * <p>Run it with {@code java -jar benchmarks/target/benchmarks.jar Fence -prof gc -rf json -rff result.json}, and then
 * {@link Ratios}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FenceBenchmark {
    private static final int OPERATIONS = 512;
    private static final String TABLE = BenchmarkDatabase.table("accounts");

    @Param(BenchmarkDatabase.EMBEDDED_POSTGRES)
    private String db = "";

    @Param({"1", "16"})
    private int window;

    private final Vertx vertx = BenchmarkVertx.daemon();
    private final Context context = vertx.getOrCreateContext();
    private BenchmarkDatabase database;
    private Window inFlight;
    private Pool pool;
    private Elector elector;
    private Term term;
    private Fence fence;
    private String plain = "";
    private String fenced = "";
    private long balance;

    @Setup
    public void lead() {
        database = BenchmarkDatabase.of(db);
        inFlight = new Window(context, window);
        pool = BenchmarkVertx.await(context, () -> Future.succeededFuture(pool()));
        plain = (database.isMysql()
                        ? "UPDATE %s SET balance = ? WHERE id = ?"
                        : "UPDATE %s SET balance = $1 WHERE id = $2")
                .formatted(TABLE);
        fenced = plain + " AND " + Fence.MARKER;
        execute("CREATE TABLE " + TABLE + " (id bigint PRIMARY KEY, balance bigint NOT NULL)");
        for (int lane = 0; lane < window; lane++) {
            execute("INSERT INTO " + TABLE + " VALUES (" + lane + ", 0)");
        }
        elector = started();
        term = elector.term().orElseThrow(() -> new IllegalStateException("it does not lead"));
        fence = Fence.of(new SqlStoreOptions(database.options()));
    }

    private Elector started() {
        ElectorOptions options = new ElectorOptions()
                .setComponent("billing")
                .setNode("node")
                // Nobody is elected on a new server for as long as a lease is.
                .setLease(Duration.ofSeconds(6))
                .setRenew(Duration.ofMillis(1_500))
                .setStop(Duration.ofSeconds(1))
                .setStore(database.options());
        Promise<Void> elected = Promise.promise();
        vertx.eventBus().localConsumer("elector.event.billing", notice -> elected.tryComplete());
        Elector started = BenchmarkVertx.await(Elector.start(vertx, options, TermWork.none()));
        BenchmarkVertx.await(elected.future());
        return started;
    }

    private Pool pool() {
        PoolOptions size = new PoolOptions().setMaxSize(window);
        return database.isMysql()
                ? MySQLBuilder.pool()
                        .with(size)
                        .connectingTo(
                                MySQLConnectOptions.fromUri(database.uri()).setCachePreparedStatements(true))
                        .using(vertx)
                        .build()
                : PgBuilder.pool()
                        .with(size)
                        .connectingTo(PgConnectOptions.fromUri(database.uri()).setCachePreparedStatements(true))
                        .using(vertx)
                        .build();
    }

    private void execute(String sql) {
        BenchmarkVertx.await(pool.query(sql).execute());
    }

    @TearDown
    public void close() {
        term.check();
        execute("DROP TABLE " + TABLE);
        BenchmarkVertx.await(elector.close());
        execute("DROP VIEW " + BenchmarkDatabase.table("overview"));
        execute("DROP TABLE " + BenchmarkDatabase.table("leases"));
        execute("DROP TABLE " + BenchmarkDatabase.table("sessions"));
        BenchmarkVertx.await(pool.close());
        BenchmarkVertx.await(vertx.close());
        database.close();
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void plainWrite() {
        inFlight.run(OPERATIONS, lane -> plainWrite(pool, lane));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void fencedWrite() {
        inFlight.run(
                OPERATIONS,
                lane -> fence.write(pool, term, fenced, row(lane))
                        .map(FencedWrite::rows)
                        .map(FenceBenchmark::one));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void plainTransaction() {
        inFlight.run(OPERATIONS, lane -> pool.withTransaction(connection -> plainWrite(connection, lane)));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void fencedTransaction() {
        inFlight.run(OPERATIONS, lane -> fence.inTransaction(pool, term, connection -> plainWrite(connection, lane)));
    }

    private Future<Long> plainWrite(SqlClient client, int lane) {
        return client.preparedQuery(plain).execute(row(lane)).map(rows -> one(rows.rowCount()));
    }

    /** Another balance each time: MySQL writes nothing where nothing changes. */
    private Tuple row(int lane) {
        return Tuple.of(++balance, (long) lane);
    }

    private static long one(long rows) {
        if (rows != 1) {
            throw new IllegalStateException("a write of one row wrote " + rows);
        }
        return rows;
    }
}
