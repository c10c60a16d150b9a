// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.lease.Generation;
import io.github.elector.store.LookRequest;
import io.github.elector.store.MemoryLeaseStore;
import io.vertx.core.Vertx;
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
 * The three operations of a store without a database: what requests, answers and turns of the event loop cost by
 * themselves. The store answers in a turn of its own, as one with a network would, and its tables are maps.
 *
 * <p>Run it with {@code java -jar benchmarks/target/benchmarks.jar MemoryStore -prof gc}. More operations in flight need more
 * of them, {@code -p window=16 -opi 512 -p components=1,100,1000}, see {@link Window}: with ten thousand components those take
 * 19 s for each invocation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemoryStoreBenchmark {
    private static final int OPERATIONS = 64;

    @Param({"1", "100", "1000", "10000"})
    private int components;

    @Param("1")
    private int window;

    private final Vertx vertx = BenchmarkVertx.daemon();
    private StoreBed bed;
    private Window inFlight;
    private int operations;
    private List<LookRequest> parts = List.of();
    private Generation generation;

    @Setup
    public void fill(BenchmarkParams jmh) {
        operations = jmh.getOpsPerInvocation();
        bed = StoreBed.on(vertx, made -> MemoryLeaseStore.named(made, "benchmark"), window, components);
        inFlight = new Window(bed.context(), window);
        parts = StoreBed.parts(bed.holder(0).components());
        generation = bed.generation();
    }

    @TearDown
    public void close() {
        bed.close();
        BenchmarkVertx.await(vertx.close());
    }

    /** Counts what the session holds. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void heartbeat() {
        inFlight.run(operations, bed::heartbeat);
    }

    /** At all components of one session. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void look() {
        inFlight.run(operations, lane -> bed.look(parts));
    }

    /** Of all components of a session: both together are one operation. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void releaseAndAcquire() {
        inFlight.run(operations, lane -> bed.releaseAndAcquire(lane, generation));
    }
}
