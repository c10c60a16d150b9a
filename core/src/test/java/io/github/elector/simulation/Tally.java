// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import java.util.EnumMap;
import java.util.Map;

/** What has happened in a schedule, or in all of them. */
final class Tally {
    /** What is counted. */
    enum Kind {
        SCHEDULES,
        EVENTS,
        TERMS,
        LEADER_CHANGES,
        CRASHES,
        PAUSES,
        PAUSES_OF_LEADERS,
        SUSPENDS,
        LOST_REQUESTS,
        LOST_ANSWERS,
        LATE_EXECUTIONS,
        LATE_ANSWERS,
        GIVEN_UP,
        PARTITIONS,
        LAPSES,
        EXPIRIES,
        EXPIRIES_REFUSED,
        OVERRUNS,
        WALL_STEPS,
        DATABASE_STEPS,
        DATABASE_RESTARTS,
        LOST_COMMITS,
        BUSY,
        HINT_FLOODS,
        HINTS_TRUE,
        HINTS_FALSE,
        RESIGNATIONS,
        HANDOVERS,
        RETIREMENTS,
        CLOSINGS,
        WORK_FAILURES,
        GATES_FAILED,
        STRAY_LEASES,
        LOOKS_AT_HOLDERS,
        UNKNOWN_CLAIMS,
        READS,
        READS_TOO_LATE,
        RESCUERS
    }

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private double worstWait;
    private long worstSeed;

    void add(Kind kind) {
        add(kind, 1);
    }

    void add(Kind kind, long count) {
        counts.merge(kind, count, Long::sum);
    }

    long get(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** A component had its leader so long after everything was healed, as a share of what is promised. */
    void waited(double share, long seed) {
        if (share > worstWait) {
            worstWait = share;
            worstSeed = seed;
        }
    }

    synchronized void add(Tally other) {
        other.counts.forEach(this::add);
        waited(other.worstWait, other.worstSeed);
    }

    double worstWait() {
        return worstWait;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            text.append(String.format(
                    "  %-20s %,15d%n",
                    kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '), get(kind)));
        }
        return text.append(String.format(
                        "  longest wait for a leader after healing: %.1f %% of the bound (seed %d)",
                        worstWait * 100, worstSeed))
                .toString();
    }
}
