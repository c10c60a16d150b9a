// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.simulation.Tally.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The shipped host under random faults, many schedules long; see docs/simulation.md.
 *
 * <p>{@code -Delector.simulation.schedules=N} runs so many, {@code -Delector.simulation.base=N} draws the fresh seeds
 * from there, and {@code -Delector.simulation.seed=N} replays a single one and prints all of it.
 */
class SimulationTest {
    private static final int SCHEDULES = Integer.getInteger("elector.simulation.schedules", 20_000);
    private static final int FIXED = 5_000;
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    @Test
    void everyPromiseHoldsInEverySchedule() throws Exception {
        Long seed = Long.getLong("elector.simulation.seed");
        if (seed != null) {
            replay(seed);
            return;
        }
        long base = Long.getLong(
                "elector.simulation.base", ThreadLocalRandom.current().nextLong(1L << 40));

        long begun = System.nanoTime();
        Tally tally = runAll(base);
        double seconds = (System.nanoTime() - begun) / 1e9;

        System.out.printf(
                "Simulation: %d schedules in %.1f s on %d threads, %.0f a second, fresh seeds from %d%n%s%n",
                SCHEDULES, seconds, THREADS, SCHEDULES / seconds, base, tally);
        assertThatItBites(tally);
    }

    private static Tally runAll(long base) throws Exception {
        Tally total = new Tally();
        AtomicBoolean failed = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < THREADS; part++) {
                int first = part;
                parts.add(threads.submit(() -> {
                    for (int i = first; i < SCHEDULES && !failed.get(); i += THREADS) {
                        total.add(run(i < FIXED ? i : base + i, failed));
                    }
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return total;
    }

    private static Tally run(long seed, AtomicBoolean failed) {
        try {
            return new World(seed, Transcript.none()).run();
        } catch (Violation | RuntimeException found) {
            failed.set(true);
            throw explained(seed, 60);
        }
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
                    .isGreaterThanOrEqualTo(SCHEDULES / 20);
        }
    }
}
