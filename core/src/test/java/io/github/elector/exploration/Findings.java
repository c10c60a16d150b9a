// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came out of an exploration.
 *
 * @param scope of which world
 * @param states distinct ones, by their canonical form
 * @param transitions moves that were made
 * @param depth most moves from the beginning to a state, on the way it was met first
 * @param ends states in which the world ends
 * @param open states that were met and whose moves were not made: 0 if it is complete
 * @param seconds it took
 * @param processorSeconds of the threads that worked on it
 * @param bytes of the table of states
 * @param counterexample a broken promise, or null
 */
record Findings(
        Scope scope,
        long states,
        long transitions,
        long depth,
        long ends,
        long open,
        double seconds,
        double processorSeconds,
        long bytes,
        @Nullable Counterexample counterexample) {
    private static final String HEADER = String.format(
            Locale.ROOT,
            "%-12s %14s %14s %6s %10s %9s %9s %9s %6s  %s",
            "world",
            "states",
            "transitions",
            "depth",
            "ends",
            "seconds",
            "processor",
            "states/s",
            "MiB",
            "");

    /** Whether every state that can be reached was, and every move of it made. */
    boolean isComplete() {
        return open == 0 && counterexample == null;
    }

    /** One line; the rate is by wall-clock time. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-12s %,14d %,14d %,6d %,10d %,9.1f %,9.1f %,9.0f %,6d  %s",
                scope.name(),
                states,
                transitions,
                depth,
                ends,
                seconds,
                processorSeconds,
                states / seconds,
                bytes >> 20,
                outcome());
    }

    private String outcome() {
        if (counterexample != null) {
            return "BROKEN: " + counterexample;
        }
        return open == 0 ? "complete" : String.format(Locale.ROOT, "stopped with %,d states open", open);
    }

    /** All of them for people, with what they ran on. */
    static String report(String worlds, List<Findings> all) {
        StringBuilder report = new StringBuilder();
        report.append("Exploration of all interleavings, worlds '")
                .append(worlds)
                .append("'\n");
        report.append(String.format(
                Locale.ROOT,
                "on Java %s, %d processors, at most %,d MiB of memory%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20));
        report.append(HEADER).append('\n');
        all.forEach(each -> report.append(each.line()).append('\n'));
        report.append(String.format(
                Locale.ROOT,
                "%-12s %,14d %,14d%n",
                "together",
                all.stream().mapToLong(Findings::states).sum(),
                all.stream().mapToLong(Findings::transitions).sum()));
        long broken = all.stream().filter(each -> each.counterexample() != null).count();
        return report.append("violations: ").append(broken).toString();
    }
}
