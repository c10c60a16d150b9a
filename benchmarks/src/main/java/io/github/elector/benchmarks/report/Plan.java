// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.scenarios.CleanHandover;
import io.github.elector.benchmarks.scenarios.EventLoopTime;
import io.github.elector.benchmarks.scenarios.FirstElection;
import io.github.elector.benchmarks.scenarios.Floor;
import io.github.elector.benchmarks.scenarios.ManyComponents;
import io.github.elector.benchmarks.scenarios.Replicas;
import io.github.elector.benchmarks.scenarios.Scenario;
import io.github.elector.benchmarks.scenarios.Takeover;
import java.time.Duration;
import java.util.List;

/**
 * What is measured in so many minutes, about: a slow machine takes some more.
 *
 * @param minutes 5 to 120; all of it from 15 on
 */
record Plan(int minutes) {
    private static final int FEWEST = 5;
    private static final int MOST = 120;
    private static final Duration FEW_TAKEOVERS = Duration.ofMinutes(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    Plan {
        if (minutes < FEWEST || minutes > MOST) {
            throw new IllegalArgumentException("--minutes must be " + FEWEST + " to " + MOST + ", and not " + minutes
                    + ": 15 measures everything");
        }
    }

    /**
     * In the order in which they are run.
     *
     * @param begunNanos when the report began, by {@link System#nanoTime()}
     */
    List<Scenario> scenarios(long begunNanos) {
        return List.of(
                new Floor(isShort() ? 200 : 1_000),
                new FirstElection(rounds(20)),
                new CleanHandover(rounds(28), Duration.ofSeconds(isShort() ? 10 : 30)),
                new EventLoopTime(Duration.ofSeconds(isShort() ? 10 : 15)),
                new ManyComponents(components(), isShort() ? 1 : 3, window(), window()),
                new Replicas(replicas(), window().dividedBy(2)),
                new Takeover(() -> takeovers(Duration.ofNanos(System.nanoTime() - begunNanos))));
    }

    /**
     * How long takeovers have, which are as many as there is time for: what is left after so long, within limits. All
     * else takes as long as it takes, which is longer on a slow machine.
     */
    Duration takeovers(Duration passed) {
        Duration left = Duration.ofMinutes(minutes).minus(passed).minus(CLOSING);
        Duration most = isShort() ? FEW_TAKEOVERS : Duration.ofSeconds(10L * minutes);
        return left.compareTo(FEW_TAKEOVERS) < 0 ? FEW_TAKEOVERS : left.compareTo(most) > 0 ? most : left;
    }

    /** How many components a process has. */
    List<Integer> components() {
        return isShort() ? List.of(1, 100) : List.of(1, 100, 1_000, 10_000);
    }

    /** How many replicas campaign for one component. */
    List<Integer> replicas() {
        return isShort() ? List.of(2, 5) : List.of(2, 10, 50);
    }

    /** Whole intervals of everybody: a minute is six of our heartbeats, and one of what we ask each minute. */
    private Duration window() {
        return Duration.ofSeconds(isShort() ? 20 : 60);
    }

    private boolean isShort() {
        return minutes < 15;
    }

    private int rounds(int inFifteenMinutes) {
        return Math.max(4, inFifteenMinutes * minutes / 15);
    }
}
