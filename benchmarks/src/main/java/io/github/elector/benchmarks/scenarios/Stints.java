// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What was done again and again, and when: so that the moments in which a machine was slow can be told apart. */
final class Stints {
    private final List<Stint> all = new ArrayList<>();

    /** From any thread. */
    synchronized void add(Stint stint) {
        all.add(stint);
    }

    /** What each took. */
    Latencies latencies() {
        return latencies(stint -> true);
    }

    /** What those took during which the machine was as fast as usual. */
    Latencies latencies(Pace pace) {
        return latencies(stint -> pace.isUsual(stint.begunNanos(), stint.endedNanos()));
    }

    private synchronized Latencies latencies(Predicate<Stint> which) {
        Latencies latencies = new Latencies();
        all.stream().filter(which).forEach(stint -> latencies.record(stint.nanos()));
        return latencies;
    }
}
