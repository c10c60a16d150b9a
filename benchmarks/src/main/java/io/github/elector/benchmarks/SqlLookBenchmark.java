// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.lease.ComponentName;
import io.github.elector.sql.RawStatement;
import io.github.elector.store.LookRequest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What a standby pays for one look at all its components, all led by one other session: the dearest look there is, as
 * one at components that stand by quietly counts and does not list.
 *
 * <p>{@link #look} is the store's; {@link #sameRows} the very query it sends, with the same rows decoded by the driver and
 * untouched; {@link #plainQuery} the least that shows the same, a join of the two tables. An elector asks for a thousand
 * components at most at once, one part behind the other, and so do all three. By reasoning: one statement for each
 * thousand, and for each component a row, a sight of its lease and of its session.
 *
 * <p>Run it with {@code java -jar benchmarks/target/benchmarks.jar SqlLook -prof gc -rf json -rff result.json}, and then
 * {@link Ratios}. That is one look in flight. More need more operations, {@code -p window=16 -opi 512 -p
 * components=1,100,1000}, see {@link Window}: a thousand components take 4 s for each invocation then, and ten thousand would
 * take a minute.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SqlLookBenchmark {
    private static final int OPERATIONS = 16;
    private static final String PLAIN_POSTGRES = """
            SELECT lease.component, lease.holder, lease.term, lease.released, lease.generation,
                   session.session_id, session.version, session.closed, session.lease_millis, session.renew_millis
            FROM leader_leases AS lease
            LEFT JOIN leader_sessions AS session ON session.session_id = lease.holder
            WHERE lease.component = ANY ($1)
            """;
    private static final String PLAIN_MYSQL = """
            SELECT CONVERT(lease.component USING latin1), CONVERT(lease.holder USING latin1), lease.term, lease.released,
                   lease.generation, CONVERT(session.session_id USING latin1), session.version, session.closed,
                   session.lease_millis, session.renew_millis
            FROM JSON_TABLE(?, '$[*]' COLUMNS (component VARCHAR(128) CHARACTER SET ascii PATH '$')) AS wanted
            JOIN leader_leases AS lease ON lease.component = wanted.component
            LEFT JOIN leader_sessions AS session ON session.session_id = lease.holder
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
    private List<LookRequest> parts = List.of();
    private List<RawStatement> same = List.of();
    private List<RawStatement> plain = List.of();

    @Setup
    public void fill(BenchmarkParams jmh) {
        operations = jmh.getOpsPerInvocation();
        bed = SqlBed.on(db, 1, components);
        inFlight = bed.window(window);
        parts = StoreBed.parts(bed.store().holder(0).components());
        same = parts.stream()
                .map(part -> bed.raw().look(names(part)))
                .flatMap(List::stream)
                .toList();
        plain = parts.stream().map(this::plain).toList();
    }

    private RawStatement plain(LookRequest part) {
        return bed.database().isMysql()
                ? bed.raw().statement(PLAIN_MYSQL, Tuple.of(new JsonArray(names(part)).encode()))
                : bed.raw()
                        .statement(
                                PLAIN_POSTGRES,
                                Tuple.tuple().addArrayOfString(names(part).toArray(String[]::new)));
    }

    private static List<String> names(LookRequest part) {
        return part.components().stream().map(ComponentName::value).toList();
    }

    @TearDown
    public void close() {
        bed.close();
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void look() {
        inFlight.run(operations, lane -> bed.store().look(parts));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void sameRows() {
        inFlight.run(operations, lane -> query(same));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void plainQuery() {
        inFlight.run(operations, lane -> query(plain));
    }

    /** The same number of rows, or nothing was measured. */
    private Future<?> query(List<RawStatement> statements) {
        Future<?> last = Future.succeededFuture();
        for (int i = 0; i < statements.size(); i++) {
            RawStatement statement = statements.get(i);
            int wanted = parts.get(i).components().size();
            last = last.compose(done -> bed.raw().run(statement)).map(rows -> counted(rows, wanted));
        }
        return last;
    }

    private static RowSet<Row> counted(RowSet<Row> rows, int wanted) {
        if (rows.size() != wanted) {
            throw new IllegalStateException("a query of " + wanted + " components showed " + rows.size());
        }
        return rows;
    }
}
