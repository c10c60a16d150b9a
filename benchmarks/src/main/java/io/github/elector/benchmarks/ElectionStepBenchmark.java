// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.election.Candidacy;
import io.github.elector.election.ElectionState;
import io.github.elector.election.Standing;
import io.github.elector.election.Step;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.store.Claim;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one step of the election costs: event in, next state and commands out.
 *
 * <p>{@link #term} goes the whole way of a term, eight events from standby to standby, and counts each as one operation:
 * no event is repeated that an election meets only once, and none that allocates is left out. {@link #claim} is the step
 * that allocates most. {@link #look} is the one a standby makes most often, at a component that somebody else leads. JMH is
 * given each answer as a whole: where nobody reads the commands, the compiler makes no object of it. By reasoning, a step
 * allocates its answer (24 bytes), the next state (at most 64), sometimes the candidacy (72), and a command with its list (48
 * to 96).
 *
 * <p>Run it with {@code java -jar benchmarks/target/benchmarks.jar Step -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ElectionStepBenchmark {
    private static final int STEPS_OF_A_TERM = 8;
    private static final long SOFT_LEFT = TimeUnit.SECONDS.toNanos(20);

    private final ComponentName component = new ComponentName("billing");
    private final SessionId own = new SessionId("node-1~0123456789abcdef");
    private final SessionId other = new SessionId("node-2~fedcba9876543210");
    private final Generation generation = new Generation("00000001/1700000000000000");
    private final Timing timing = Timing.ofMillis(30_000, 10_000, 5_000, 5_000);

    private final Standing free =
            new Standing.Free(new Claim(component, new TermId(component, 7, other), generation, -1));
    private final Standing led = new Standing.NotFree(1_700_000_000_000L);

    private ElectionState standby = ElectionState.standby(Candidacy.of(component, timing, 7));
    private ElectionState watching = standby;
    private long nowNanos = 1;
    private long number = 1_700_000_000_000L;

    /** A look that finds somebody else leading. The event is made before, by who looked. */
    @Benchmark
    public Step look() {
        Step step = watching.onLook(led, nowNanos++);
        watching = step.next();
        return step;
    }

    /** A look that finds nobody leading: a claim is made and asked for. The event is made before here too. */
    @Benchmark
    public Step claim() {
        return standby.onLook(free, nowNanos++);
    }

    /** The eight events of a term: free, granted, gates open, begun, a look, resigned, work ended, released. */
    @Benchmark
    @OperationsPerInvocation(STEPS_OF_A_TERM)
    public void term(Blackhole blackhole) {
        TermId before = new TermId(component, number++, other);
        TermId term = new TermId(component, number, own);
        ElectionState state = standby;
        var step = state.onLook(new Standing.Free(new Claim(component, before, generation, -1)), nowNanos);
        blackhole.consume(step);
        step = step.next().onGranted(step.next().candidacy().attempts(), term, SOFT_LEFT, nowNanos);
        blackhole.consume(step);
        step = step.next().onGatesOpened(term, SOFT_LEFT, nowNanos);
        blackhole.consume(step);
        step = step.next().onBegun(term, nowNanos);
        blackhole.consume(step);
        step = step.next().onLook(new Standing.Mine(term), nowNanos);
        blackhole.consume(step);
        step = step.next().onTermOver(EndReason.RESIGNED, nowNanos);
        blackhole.consume(step);
        step = step.next().onWorkEnded(term, nowNanos);
        blackhole.consume(step);
        step = step.next().onReleased(step.next().candidacy().attempts(), nowNanos++);
        blackhole.consume(step);
        standby = step.next();
    }
}
