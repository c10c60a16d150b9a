// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.sql.RawStatement;
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

/**
 * What a heartbeat costs on a real database, and what of that is ours.
 *
 * <p>{@link #heartbeat} is the store's; {@link #sameStatement} the very statement it sends, by the client alone;
 * {@link #plainUpdate} the least anybody could send, an UPDATE of the session's row by its key (with RETURNING where
 * there is one); {@link #select1} the way to the server and back. All on one connection with the same options, on the
 * same server, with a commit on its disk. By reasoning: one statement and one round trip on PostgreSQL, two on MySQL and
 * MariaDB. Up to 256 leases come back by name, beyond that their count and sum.
 *
 * <p>{@code components} are what each session holds; {@code window} is how many heartbeats are in flight, each of a
 * session of its own, see {@link Window}. Run it with
 * {@code java -jar benchmarks/target/benchmarks.jar SqlHeartbeat -prof gc -rf json -rff result.json}, with
 * {@code -p db=mariadb://…} on a server of yours, and then {@link Ratios}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SqlHeartbeatBenchmark {
    private static final int OPERATIONS = 512;
    private static final int LISTED = 256;
    private static final String PLAIN_POSTGRES = """
            UPDATE leader_sessions SET version = version + 1, renewed_at = clock_timestamp()
            WHERE session_id = $1 AND NOT closed
            RETURNING version
            """;
    private static final String PLAIN_MYSQL = """
            UPDATE leader_sessions SET version = version + 1, renewed_at = UTC_TIMESTAMP(6)
            WHERE session_id = ? AND closed = 0
            """;

    @Param(BenchmarkDatabase.EMBEDDED_POSTGRES)
    private String db = "";

    @Param({"1", "100", "1000", "10000"})
    private int components;

    @Param({"1", "16"})
    private int window;

    private SqlBed bed;
    private Window inFlight;
    private List<List<RawStatement>> same = List.of();
    private List<RawStatement> plain = List.of();
    private RawStatement ping;

    @Setup
    public void fill() {
        bed = SqlBed.on(db, window, components);
        inFlight = bed.window(window);
        same = IntStream.range(0, window)
                .mapToObj(lane -> bed.raw().heartbeat(bed.store().holder(lane).session()))
                .toList();
        String sql = bed.database().isMysql() ? PLAIN_MYSQL : PLAIN_POSTGRES;
        plain = IntStream.range(0, window)
                .mapToObj(lane -> bed.raw()
                        .statement(
                                sql, Tuple.of(bed.store().holder(lane).session().value())))
                .toList();
        ping = new RawStatement("SELECT 1", Tuple.tuple());
    }

    @TearDown
    public void close() {
        bed.close();
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void heartbeat() {
        inFlight.run(OPERATIONS, lane -> bed.store().heartbeat(lane));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void sameStatement() {
        int rows = components <= LISTED ? components : 1;
        inFlight.run(
                OPERATIONS, lane -> bed.raw().run(same.get(lane)).map(answer -> checked(answer, answer.size(), rows)));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void plainUpdate() {
        inFlight.run(
                OPERATIONS,
                lane -> bed.raw().run(plain.get(lane)).map(answer -> checked(answer, answer.rowCount(), 1)));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void select1() {
        inFlight.run(OPERATIONS, lane -> bed.raw().run(ping).map(answer -> checked(answer, answer.size(), 1)));
    }

    private static RowSet<Row> checked(RowSet<Row> answer, int rows, int wanted) {
        if (rows != wanted) {
            throw new IllegalStateException("the statement came to " + rows + " rows and not to " + wanted);
        }
        return answer;
    }
}
