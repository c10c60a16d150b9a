// SPDX-License-Identifier: Apache-2.0
package io.github.elector.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.bugs.Mutant.Catch;
import io.github.elector.testing.AsLongAsAsked;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Hunts every mistake until it is caught, by command only: {@code -Delector.bugs.schedules=20000} says for how many
 * schedules at most, {@code -Delector.bugs.only=regex} takes those in whose file's name it is found, and {@code
 * -Delector.bugs.threads=1} hunts them one after the other. {@code -Delector.bugs.states=1000000} explores the small worlds
 * where no schedule caught anything, each up to so many states. Prints the tables of docs/seeded-bugs.md, and fails if a
 * mistake is not caught, or if the unchanged code is.
 */
@EnabledIfSystemProperty(named = BugHuntTest.SCHEDULES, matches = "\\d+")
@AsLongAsAsked
class BugHuntTest {
    static final String SCHEDULES = "elector.bugs.schedules";
    static final long FIRST_SEED = 1_000_000;

    private static final Pattern ONLY = Pattern.compile(System.getProperty("elector.bugs.only", ""));
    private static final int THREADS =
            Integer.getInteger("elector.bugs.threads", Runtime.getRuntime().availableProcessors());

    private static final long STATES = Long.getLong("elector.bugs.states", 0);

    private final int schedules = Integer.getInteger(SCHEDULES, 0);

    @Test
    void everyMistakeIsCaughtAndTheUnchangedCodeIsNot() throws Exception {
        List<Bug> bugs = Bug.all().stream()
                .filter(bug -> ONLY.matcher(bug.file()).find())
                .toList();
        HuntReport report = new HuntReport(FIRST_SEED, schedules);

        long begun = System.nanoTime();
        try (Workshop workshop = new Workshop()) {
            List<Callable<HuntReport.Row>> hunts = new ArrayList<>();
            hunts.add(() -> control(workshop, bugs));
            bugs.forEach(bug -> hunts.add(() -> said(hunt(workshop, bug))));
            for (HuntReport.Row row : inOrder(hunts)) {
                report.add(row);
            }
        }
        System.out.println(report.text((System.nanoTime() - begun) / 1e9, THREADS));

        assertThat(report.violations())
                .as("not caught, or caught without a mistake")
                .isEmpty();
    }

    private static List<HuntReport.Row> inOrder(List<Callable<HuntReport.Row>> hunts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<HuntReport.Row> rows = new ArrayList<>();
            for (Future<HuntReport.Row> hunt : threads.invokeAll(hunts)) {
                rows.add(hunt.get());
            }
            return rows;
        } finally {
            threads.shutdownNow();
        }
    }

    /** A hunt may take a quarter of an hour: somebody watches. */
    private static HuntReport.Row said(HuntReport.Row row) {
        System.out.printf("  %s: %s%n", row.bug(), row.by() == null ? "not caught" : row.by());
        return row;
    }

    private HuntReport.Row hunt(Workshop workshop, Bug bug) {
        Mutant mutant = new Mutant(workshop.compile(bug.changes()));
        Bug.World world = bug.world();
        Catch caught = world == null ? null : mutant.hunt(world, FIRST_SEED, schedules);
        if (caught != null) {
            return HuntReport.Row.bySimulation(bug, caught.broken(), caught.schedules());
        }
        String explored = STATES > 0 && world == Bug.World.HOST ? mutant.explore(STATES) : null;
        if (explored != null) {
            return HuntReport.Row.byExploration(bug, explored);
        }
        for (String test : bug.tests()) {
            String failed = mutant.firstFailure(test);
            if (failed != null) {
                return HuntReport.Row.byTest(bug, test, failed);
            }
        }
        return HuntReport.Row.missed(bug);
    }

    /** The same with no mistake in it: were anything caught, the hunts would prove nothing. */
    private HuntReport.Row control(Workshop workshop, List<Bug> bugs) {
        Mutant unchanged = new Mutant(workshop.compileUnchanged("io/github/elector/host/Host.java"));
        for (Bug.World world : bugs.stream()
                .map(Bug::world)
                .filter(Objects::nonNull)
                .distinct()
                .toList()) {
            Catch caught = unchanged.hunt(world, FIRST_SEED, schedules);
            if (caught != null) {
                return HuntReport.Row.controlFailed(
                        world + ", seed " + (FIRST_SEED + caught.schedules() - 1) + ": " + caught.broken());
            }
        }
        String explored = STATES > 0 ? unchanged.explore(STATES) : null;
        if (explored != null) {
            return HuntReport.Row.controlFailed("explored: " + explored);
        }
        for (String test :
                bugs.stream().flatMap(bug -> bug.tests().stream()).distinct().toList()) {
            String failed = unchanged.firstFailure(test);
            if (failed != null) {
                return HuntReport.Row.controlFailed(test + ": " + failed);
            }
        }
        return HuntReport.Row.controlPassed();
    }
}
