// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.sql.RawClient;
import io.github.elector.store.StoreAnswer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the store makes of rows: those of a look and of a heartbeat, as a real server has answered them once and the
 * driver has decoded them. By reasoning a look makes, for each component, a name's place in a map, a sight of the lease
 * and one of the session; a heartbeat that finds what the one before it found makes nothing of the leases it lists.
 *
 * <p>Run it with {@code java -jar benchmarks/target/benchmarks.jar RowsBenchmark -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowsBenchmark {
    @Param(BenchmarkDatabase.EMBEDDED_POSTGRES)
    private String db = "";

    @Param({"1", "100", "1000"})
    private int components;

    private RawClient raw;
    private Function<RowSet<Row>, StoreAnswer.Heartbeat> beaten;
    private Map<String, ComponentName> names = Map.of();
    private RowSet<Row> ofLook;
    private RowSet<Row> ofHeartbeat;

    @Setup
    public void fetch() {
        try (SqlBed bed = SqlBed.on(db, 1, components)) {
            raw = bed.raw();
            StoreBed.Holder holder = bed.store().holder(0);
            SessionId session = holder.session();
            beaten = raw.beaten(session);
            List<ComponentName> all = holder.components();
            names = all.stream().collect(Collectors.toMap(ComponentName::value, Function.identity()));
            ofLook = BenchmarkVertx.await(bed.store().context(), () -> raw.run(raw.look(names.keySet())));
            ofHeartbeat = BenchmarkVertx.await(bed.store().context(), () -> raw.run(raw.heartbeat(session)));
        }
        if (look().leases().size() != components || !(heartbeat() instanceof StoreAnswer.Beat)) {
            throw new IllegalStateException("the rows are not those of " + components + " components");
        }
    }

    @Benchmark
    public StoreAnswer.Looked look() {
        return raw.looked(names, ofLook);
    }

    @Benchmark
    public StoreAnswer.Heartbeat heartbeat() {
        return beaten.apply(ofHeartbeat);
    }
}
