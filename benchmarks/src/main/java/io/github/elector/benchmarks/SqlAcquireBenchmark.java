// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.sql.RawStatement;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What it costs to give back all that a session leads and to take it again: the part of a handover that the database
 * has in it, without a look.
 *
 * <p>{@link #releaseAndAcquire} is the store's, {@link #plainUpdates} two conditional updates of the same rows by the
 * client alone, one that releases and one that acquires, each with all rows in it. An operation is the pair of both. By
 * reasoning on PostgreSQL: for one component a statement each, the release's followed by a NOTIFY that nobody waits for;
 * for many, one release alone, since it is sent at once, and the rest in thousands.
 *
 * <p>{@code window} pairs are in flight, each of a session and of components of its own. Run it with
 * {@code java -jar benchmarks/target/benchmarks.jar SqlAcquire -prof gc -rf json -rff result.json}, and then
 * {@link Ratios}. That is one pair in flight. More need more operations, {@code -p window=16 -opi 512 -p components=1,100},
 * see {@link Window}; with a thousand components those take 15 s for each invocation, with ten thousand three minutes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SqlAcquireBenchmark {
    private static final int OPERATIONS = 16;
    private static final String RELEASE_POSTGRES = """
            UPDATE leader_leases SET released = true
            WHERE component = ANY ($1::text[]) AND holder = $2 AND NOT released
            RETURNING component
            """;
    private static final String ACQUIRE_POSTGRES = """
            UPDATE leader_leases
            SET holder = $2, term = GREATEST(term + 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint),
                acquired_at = clock_timestamp(), released = false
            WHERE component = ANY ($1::text[]) AND released
            RETURNING component, term
            """;
    private static final String NAMED_MYSQL = """
            UPDATE JSON_TABLE(?, '$[*]' COLUMNS (component VARCHAR(128) CHARACTER SET ascii PATH '$')) AS wanted
            STRAIGHT_JOIN leader_leases AS lease FORCE INDEX (PRIMARY) ON lease.component = wanted.component
            """;
    private static final String RELEASE_MYSQL = NAMED_MYSQL + """
            SET lease.released = 1
            WHERE lease.holder = ? AND lease.released = 0
            """;
    private static final String ACQUIRE_MYSQL = NAMED_MYSQL + """
            SET lease.holder = ?, lease.term = lease.term + 1, lease.acquired_at = UTC_TIMESTAMP(6), lease.released = 0
            WHERE lease.released = 1
            """;

    @Param(BenchmarkDatabase.EMBEDDED_POSTGRES)
    private String db = "";

    @Param({"1", "100", "1000", "10000"})
    private int components;

    @Param("1")
    private int window;

    private SqlBed bed;
    private Window inFlight;
    private int operations;
    private Generation generation;
    private List<RawStatement> releases = List.of();
    private List<RawStatement> acquires = List.of();

    @Setup
    public void fill(BenchmarkParams jmh) {
        operations = jmh.getOpsPerInvocation();
        bed = SqlBed.on(db, window, components);
        inFlight = bed.window(window);
        generation = bed.store().generation();
        boolean mysql = bed.database().isMysql();
        releases = statements(mysql ? RELEASE_MYSQL : RELEASE_POSTGRES);
        acquires = statements(mysql ? ACQUIRE_MYSQL : ACQUIRE_POSTGRES);
    }

    private List<RawStatement> statements(String sql) {
        return IntStream.range(0, window)
                .mapToObj(lane -> bed.raw().statement(sql, parameters(lane)))
                .toList();
    }

    private Tuple parameters(int lane) {
        StoreBed.Holder holder = bed.store().holder(lane);
        List<String> names =
                holder.components().stream().map(ComponentName::value).toList();
        return bed.database().isMysql()
                ? Tuple.of(new JsonArray(names).encode(), holder.session().value())
                : Tuple.of(names.toArray(String[]::new), holder.session().value());
    }

    @TearDown
    public void close() {
        bed.close();
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void releaseAndAcquire() {
        inFlight.run(operations, lane -> bed.store().releaseAndAcquire(lane, generation));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void plainUpdates() {
        inFlight.run(operations, lane -> update(releases.get(lane)).compose(done -> update(acquires.get(lane))));
    }

    private Future<RowSet<Row>> update(RawStatement statement) {
        return bed.raw().run(statement).map(answer -> {
            if (answer.rowCount() != components) {
                throw new IllegalStateException("an update of " + components + " leases wrote " + answer.rowCount());
            }
            return answer;
        });
    }
}
