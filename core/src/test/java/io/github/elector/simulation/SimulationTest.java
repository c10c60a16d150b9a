// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.simulation.Tally.Kind;
import io.github.elector.testing.AsLongAsAsked;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The shipped host under random faults, many schedules long; see docs/simulation.md.
 *
 * <p>{@code -Delector.simulation.schedules=N} runs so many, {@code -Delector.simulation.base=N} draws the fresh seeds
 * from there, {@code -Delector.simulation.threads=N} runs so many at once, and {@code -Delector.simulation.seed=N}
 * replays a single one and prints all of it.
 */
@AsLongAsAsked
class SimulationTest {
    private static final int SCHEDULES = Integer.getInteger("elector.simulation.schedules", 20_000);
    private static final int FIXED = 5_000;
    private static final int THREADS = Integer.getInteger(
            "elector.simulation.threads", Runtime.getRuntime().availableProcessors());
    private static final int PROGRESS = 100_000;

    private final Tally tally = new Tally();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicLong processorNanos = new AtomicLong();
    private final long begun = System.nanoTime();

    @Test
    void everyPromiseHoldsInEverySchedule() throws Exception {
        Long seed = Long.getLong("elector.simulation.seed");
        if (seed != null) {
            replay(seed);
            return;
        }
        long base = Long.getLong(
                "elector.simulation.base", ThreadLocalRandom.current().nextLong(1L << 40));

        AssertionError violation = runAll(base);

        System.out.println(report(base, violation == null ? 0 : 1));
        if (violation != null) {
            throw violation;
        }
        assertThatItBites(tally);
    }

    /** The violation that was found first, if any: nothing more is begun after that. */
    private @Nullable AssertionError runAll(long base) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < THREADS; part++) {
                int first = part;
                parts.add(threads.submit(() -> runEach(first, base)));
            }
            AssertionError violation = null;
            for (Future<?> part : parts) {
                try {
                    part.get();
                } catch (ExecutionException found) {
                    violation = found.getCause() instanceof AssertionError named
                            ? named
                            : new AssertionError("the simulation itself failed", found.getCause());
                }
            }
            return violation;
        } finally {
            threads.shutdownNow();
        }
    }

    private void runEach(int first, long base) {
        ThreadMXBean processor = ManagementFactory.getThreadMXBean();
        long before = processor.getCurrentThreadCpuTime();
        try {
            for (int i = first; i < SCHEDULES && !failed.get(); i += THREADS) {
                run(i < FIXED ? i : base + i);
                if (done.incrementAndGet() % PROGRESS == 0) {
                    System.out.println(progress());
                }
            }
        } finally {
            processorNanos.addAndGet(processor.getCurrentThreadCpuTime() - before);
        }
    }

    private void run(long seed) {
        try {
            tally.add(new World(seed, Transcript.none()).run());
        } catch (Violation | RuntimeException found) {
            failed.set(true);
            throw explained(seed, 60);
        }
    }

    private String progress() {
        return String.format(
                Locale.ROOT,
                "%,12d schedules, %,.0f a second, %,d KiB of heap after the latest collection",
                done.get(),
                done.get() / seconds(),
                heapBytes() / 1024);
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static long heapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    private String report(long base, int violations) {
        int fixed = Math.min(FIXED, SCHEDULES);
        return String.format(
                Locale.ROOT,
                "Simulation: the shipped host and tables under random faults, every promise checked after every event%n"
                        + "run on      Java %s, %d processors, %d threads%n"
                        + "seeds       0 to %,d, and %,d from %d on%n"
                        + "took        %,.1f s: %,.0f schedules a second, %.2f ms of processor time each%n%n%s"
                        + "violations: %d",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                THREADS,
                fixed - 1,
                SCHEDULES - fixed,
                base + fixed,
                seconds(),
                done.get() / seconds(),
                processorNanos.get() / 1e6 / Math.max(1, done.get()),
                tally,
                violations);
    }

    /** Runs the schedule again, this time taking notes. */
    private static AssertionError explained(long seed, int lines) {
        Transcript transcript = Transcript.kept();
        Throwable found = null;
        try {
            new World(seed, transcript).run();
        } catch (Violation | RuntimeException again) {
            found = again;
        }
        return new AssertionError(
                "seed " + seed + ": " + found + "\n" + transcript.tail(lines)
                        + "\nreplay: mvn -B -ntp -pl core -Dtest=SimulationTest -Delector.simulation.seed=" + seed
                        + " test",
                found);
    }

    private static void replay(long seed) {
        Transcript transcript = Transcript.kept();
        try {
            Tally tally = new World(seed, transcript).run();
            System.out.println(transcript.tail(Integer.MAX_VALUE) + "\n" + tally);
        } catch (Violation | RuntimeException found) {
            System.out.println(transcript.tail(Integer.MAX_VALUE));
            throw found;
        }
    }

    /** A simulation in which nothing goes wrong proves nothing. */
    private static void assertThatItBites(Tally tally) {
        for (Kind kind : Kind.values()) {
            assertThat(tally.get(kind))
                    .as("%s in %d schedules", kind, SCHEDULES)
                    .isGreaterThanOrEqualTo(leastOf(kind));
        }
    }

    /** In one of twenty schedules, and what only rare worlds have in one of two hundred. */
    private static int leastOf(Kind kind) {
        return SCHEDULES / (kind.isRare() ? 200 : 20);
    }
}
