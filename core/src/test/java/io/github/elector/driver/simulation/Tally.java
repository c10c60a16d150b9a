// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What has happened in a schedule, or in all of them. */
final class Tally {
    /** What is counted. */
    enum Kind {
        SCHEDULES,
        EVENTS,
        TERMS,
        LEADER_CHANGES,
        PROCESSES,
        CRASHES,
        PAUSES,
        PAUSES_OF_LEADERS,
        SUSPENDS,
        PARTITIONS,
        WALL_STEPS,
        DATABASE_STEPS,
        DATABASE_RESTARTS,
        LOST_COMMITS,
        BUSY_ROWS,
        HINT_FLOODS,
        STORE_CALLS,
        LOST_REQUESTS,
        LOST_ANSWERS,
        LATE_EXECUTIONS,
        LATE_ANSWERS,
        DOUBLED_ANSWERS,
        FOREIGN_ANSWERS,
        STORE_ERRORS,
        STORES_THAT_THROW,
        WORK_STARTS,
        WORK_TROUBLE,
        WORK_FAILURES,
        WORK_UNDEPLOYED,
        ACTS,
        ACTS_REFUSED,
        GATES,
        OVERRUNS,
        ECHOED_REQUESTS,
        GARBAGE_REQUESTS,
        RIVAL_DEPLOYERS,
        RIVAL_ANSWERS,
        STATE_REQUESTS,
        RESIGNATIONS,
        ELECTORS_CLOSED,
        VERTX_CLOSED,
        USER_ERRORS,
        FUTURES,
        RESCUERS
    }

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    /** The longest of each, as a share of what is promised, and in which schedule. */
    private final Map<String, Worst> worst = new TreeMap<>();

    private record Worst(double share, long seed) {}

    private final long seed;

    Tally(long seed) {
        this.seed = seed;
    }

    void add(Kind kind) {
        add(kind, 1);
    }

    void add(Kind kind, long count) {
        counts.merge(kind, count, Long::sum);
    }

    long get(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Something took this share of the time it may take. */
    void took(String what, double share) {
        worst.merge(what, new Worst(share, seed), Tally::longer);
    }

    private static Worst longer(Worst one, Worst other) {
        return other.share() > one.share() ? other : one;
    }

    synchronized void add(Tally other) {
        other.counts.forEach(this::add);
        other.worst.forEach((what, most) -> worst.merge(what, most, Tally::longer));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-22s %,15d%n",
                    kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    get(kind)));
        }
        worst.forEach((what, most) -> text.append(String.format(
                Locale.ROOT,
                "  longest %-22s %7.1f %% of what it may take (seed %d)%n",
                what,
                100 * most.share(),
                most.seed())));
        return text.toString();
    }
}
