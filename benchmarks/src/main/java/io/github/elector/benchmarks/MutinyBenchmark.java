// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.mutiny.Bridge;
import io.github.elector.mutiny.ElectorState;
import io.github.elector.mutiny.MutinyElector;
import io.github.elector.mutiny.MutinyTerm;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the façade for Mutiny adds to a call of the Future API, on the memory store: each call by either, with an act that
 * is done already, so that nothing but the way there and back is measured.
 *
 * <p>{@code where} is the thread: one of its own, an event loop, or an event loop of a process that has told Mutiny that
 * nobody may wait there. Without that an act that is not done at once, or is not known to be, costs a look at the stack for
 * somebody who waits. By reasoning a call of the façade allocates the Uni and its lambdas, the subscription and its place,
 * the group that subscribes, and a promise for the act: about 400 bytes. The bound is one microsecond a call.
 *
 * <p>Run it with {@code java -jar benchmarks/target/benchmarks.jar Mutiny -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MutinyBenchmark {
    private static final int CALLS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Param({"thread", "event-loop", "event-loop-told"})
    private String where = "";

    private final Vertx vertx = BenchmarkVertx.daemon();
    private final Context context = vertx.getOrCreateContext();
    private final Window turn = new Window(context, 1);
    private final Future<Integer> done = Future.succeededFuture(1);
    private final Uni<Integer> emitted = Uni.createFrom().item(1);
    private final MutinyTerm mutiny = leading();
    private final Term term = mutiny.delegate();

    /** One call: what it came to goes into the hole, and what it failed with to whoever refuses it. */
    interface Call {
        void by(Blackhole hole, Refusal refusal);
    }

    /** The failure of a call, by whichever API: one that is thrown there goes into a log. Then something else was measured. */
    static final class Refusal implements Handler<Throwable>, Consumer<Throwable> {
        private @Nullable Throwable first;

        @Override
        public void handle(Throwable failure) {
            if (first == null) {
                first = failure;
            }
        }

        @Override
        public void accept(Throwable failure) {
            handle(failure);
        }

        Future<?> toFuture() {
            return first == null ? Future.succeededFuture() : Future.failedFuture(first);
        }
    }

    private MutinyTerm leading() {
        ElectorOptions options =
                new ElectorOptions().setComponent("billing").setNode("node").setStoreUri("memory:benchmark");
        return MutinyElector.start(vertx, options, TermWork.none())
                .flatMap(elector -> elector.states()
                        .filter(ElectorState::leads)
                        .toUni()
                        .map(state -> state.term().orElseThrow()))
                .await()
                .atMost(PATIENCE);
    }

    @Setup
    public void checkThatItLeads() {
        if (where.equals("event-loop-told")) {
            Infrastructure.setCanCallerThreadBeBlockedSupplier(() -> !Context.isOnEventLoopThread());
        }
        term.check();
    }

    @TearDown
    public void close() {
        term.check();
        BenchmarkVertx.await(vertx.close());
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void whileValidByFuture(Blackhole blackhole) {
        calls((hole, refusal) -> term.whileValid(() -> done).onComplete(hole::consume, refusal), blackhole);
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void whileValidByUni(Blackhole blackhole) {
        calls((hole, refusal) -> mutiny.whileValid(() -> emitted).subscribe().with(hole::consume, refusal), blackhole);
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void asWorkByFuture(Blackhole blackhole) {
        calls((hole, refusal) -> term.asWork(() -> done).onComplete(hole::consume, refusal), blackhole);
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void asWorkByUni(Blackhole blackhole) {
        calls((hole, refusal) -> mutiny.asWork(() -> emitted).subscribe().with(hole::consume, refusal), blackhole);
    }

    /** Any other call, such as a fenced write, which on an event loop may first have to look whether somebody waits. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void anyOtherByUni(Blackhole blackhole) {
        calls((hole, refusal) -> Bridge.uni(() -> done).subscribe().with(hole::consume, refusal), blackhole);
    }

    void calls(Call call, Blackhole blackhole) {
        if (where.equals("thread")) {
            BenchmarkVertx.await(repeat(call, blackhole));
        } else {
            turn.run(1, lane -> repeat(call, blackhole));
        }
    }

    private static Future<?> repeat(Call call, Blackhole blackhole) {
        Refusal refusal = new Refusal();
        for (int i = 0; i < CALLS; i++) {
            call.by(blackhole, refusal);
        }
        return refusal.toFuture();
    }
}
