// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.simulation.Transcript;
import io.github.elector.simulation.Violation;
import io.github.elector.testing.AsLongAsAsked;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The shipped driver under random faults, many schedules long; see docs/driver-simulation.md.
 *
 * <p>{@code -Delector.driver.simulation.schedules=N} runs so many, {@code -Delector.driver.simulation.base=N} draws the
 * fresh seeds from there, and {@code -Delector.driver.simulation.seed=N} replays a single one and prints all of it.
 */
@AsLongAsAsked
class DriverSimulationTest {
    private static final String PROPERTY = "elector.driver.simulation.";
    private static final int SCHEDULES = Integer.getInteger(PROPERTY + "schedules", 1_200);
    private static final int FIXED = 200;
    /** Kept, so that what is set on them is. */
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("io.github.elector"), Logger.getLogger("io.vertx"));

    @BeforeAll
    static void beQuiet() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }

    @AfterAll
    static void beHeardAgain() {
        LOGGERS.forEach(logger -> logger.setLevel(null));
    }

    @Test
    void everyPromiseHoldsInEverySchedule() {
        Long seed = Long.getLong(PROPERTY + "seed");
        if (seed != null) {
            replay(seed);
            return;
        }
        long base = Long.getLong(PROPERTY + "base", ThreadLocalRandom.current().nextLong(1L << 40));

        long begun = System.nanoTime();
        Tally total = new Tally(0);
        for (int i = 0; i < SCHEDULES; i++) {
            total.add(run(i < FIXED ? i : base + i));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;

        System.out.print(report(total, base, seconds));
        assertThatItBites(total);
    }

    private static String report(Tally total, long base, double seconds) {
        return String.format(
                Locale.ROOT,
                "The shipped driver under simulation: every promise after every event, in virtual time%n"
                        + "  Java %s, %d processors; %d fixed seeds from 0, fresh seeds from %d%n"
                        + "  %-22s %,15.1f%n  %-22s %,15.1f%n%sviolations: 0%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                Math.min(FIXED, SCHEDULES),
                base,
                "seconds",
                seconds,
                "schedules a second",
                SCHEDULES / seconds,
                total);
    }

    @Test
    void sameSeedMakesTheSameTranscript() {
        for (long seed = 0; seed < 5; seed++) {
            assertThat(transcript(seed)).as("the transcript of seed %d", seed).isEqualTo(transcript(seed));
        }
    }

    private static String transcript(long seed) {
        Transcript transcript = Transcript.kept();
        new World(seed, transcript).run();
        return transcript.tail(Integer.MAX_VALUE);
    }

    private static Tally run(long seed) {
        try {
            return new World(seed, Transcript.none()).run();
        } catch (Violation | RuntimeException found) {
            throw explained(seed);
        }
    }

    /** Runs the schedule again, this time taking notes. */
    private static AssertionError explained(long seed) {
        Transcript transcript = Transcript.kept();
        Throwable found = null;
        try {
            new World(seed, transcript).run();
        } catch (Violation | RuntimeException again) {
            found = again;
        }
        return new AssertionError(
                "seed " + seed + ": " + found + "\n" + transcript.tail(60) + "\nviolations: 1"
                        + "\nreplay: mvn -B -ntp -pl core -Dtest=DriverSimulationTest#everyPromiseHoldsInEverySchedule -D"
                        + PROPERTY + "seed=" + seed + " test",
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
                    .isGreaterThanOrEqualTo(SCHEDULES / 25);
        }
    }
}
