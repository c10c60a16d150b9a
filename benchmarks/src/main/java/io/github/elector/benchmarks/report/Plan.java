// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.scenarios.CleanHandover;
import io.github.elector.benchmarks.scenarios.FirstElection;
import io.github.elector.benchmarks.scenarios.Floor;
import io.github.elector.benchmarks.scenarios.ManyComponents;
import io.github.elector.benchmarks.scenarios.Replicas;
import io.github.elector.benchmarks.scenarios.Scenario;
import io.github.elector.benchmarks.scenarios.Takeover;
import java.time.Duration;
import java.util.List;

/**
 * What is measured in so many minutes, at most.
 *
 * @param minutes 2 to 120; 15 has all of it
 */
record Plan(int minutes) {
    private static final int FEWEST = 2;
    private static final int MOST = 120;

    Plan {
        if (minutes < FEWEST || minutes > MOST) {
            throw new IllegalArgumentException("--minutes must be " + FEWEST + " to " + MOST + ", and not " + minutes
                    + ": 15 measures everything");
        }
    }

    /** In the order in which they are run. */
    List<Scenario> scenarios() {
        return List.of(
                new Floor(minutes < 10 ? 200 : 1_000),
                new FirstElection(rounds(20)),
                new CleanHandover(rounds(24)),
                new Takeover(Duration.ofSeconds(10L * minutes)),
                new ManyComponents(sizes(), minutes < 10 ? 1 : 2, window()),
                new Replicas(replicas(), window()));
    }

    /** How many components a process has. */
    List<Integer> sizes() {
        if (minutes < 5) {
            return List.of(1, 100);
        }
        return minutes < 12 ? List.of(1, 100, 1_000) : List.of(1, 100, 1_000, 10_000);
    }

    /** How many replicas campaign for one component. */
    List<Integer> replicas() {
        return minutes < 5 ? List.of(2, 5) : List.of(2, 10, 50);
    }

    /** Whole renew intervals of everybody: 30 s are three of ours, and two of who renews in the middle of a lease. */
    private Duration window() {
        return Duration.ofSeconds(minutes < 30 ? 30 : 60);
    }

    private int rounds(int inFifteenMinutes) {
        return Math.max(4, inFifteenMinutes * minutes / 15);
    }
}
