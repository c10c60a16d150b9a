// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What has happened in a schedule, or in all of them. */
final class Tally {
    /** What is counted. */
    enum Kind {
        SCHEDULES,
        EVENTS,
        TERMS,
        LEADER_CHANGES,
        FAULTS,
        CRASHES,
        PAUSES,
        PAUSES_OF_LEADERS,
        SUSPENDS,
        LOST_REQUESTS,
        LOST_ANSWERS,
        LATE_EXECUTIONS,
        LATE_ANSWERS,
        REORDERED_ANSWERS,
        REPEATED_ANSWERS,
        GIVEN_UP,
        PARTITIONS,
        LAPSES,
        EXPIRIES,
        EXPIRIES_REFUSED,
        OVERRUNS,
        WALL_STEPS,
        DATABASE_STEPS,
        DATABASE_RESTARTS,
        PROMOTIONS,
        RETURNS,
        BACKUPS_RESTORED,
        LOST_COMMITS,
        BUSY,
        HINT_FLOODS,
        HINTS_TRUE,
        HINTS_FALSE,
        REPEATED_HINTS,
        RESIGNATIONS,
        HANDOVERS,
        RETIREMENTS,
        CLOSINGS,
        WORK_FAILURES,
        BEGINS_UNANSWERED,
        SAID_TWICE,
        SAID_OF_ANOTHER,
        GATES_FAILED,
        FENCES_AHEAD,
        LEADERS_BEHIND_FENCE,
        RAISES_THAT_WAIT,
        FENCED_WRITES,
        FENCED_REFUSED,
        TRANSACTIONS,
        TRANSACTIONS_ENDED,
        CARELESS_WRITES,
        UNFENCED_WRITES,
        UNFENCED_STALE,
        STRAY_LEASES,
        LARGE_WORLDS,
        BATCHES,
        CLAIMS_IN_BATCHES,
        LOOKS_AT_HOLDERS,
        UNKNOWN_CLAIMS,
        READS,
        READS_TOO_LATE,
        LONG_CALMS,
        HANDOVERS_TIMED,
        SHUTDOWNS,
        RESCUERS;

        /** Whether only few schedules have it. */
        boolean isRare() {
            return this == LARGE_WORLDS || this == LONG_CALMS;
        }
    }

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Worst wait = new Worst("leader after the faults, of G6's bound");
    private final Worst look = new Worst("handover without hints, of L2's bound");
    private final Worst hint = new Worst("handover with hints, of L2's bound");
    private final Worst memory = new Worst("memory of a host, of L4's bound");
    private final Worst close = new Worst("close of a host, of L5's bound");

    /** The largest share of a bound, and where it was. */
    private static final class Worst {
        final String what;
        double share;
        long seed;

        Worst(String what) {
            this.what = what;
        }

        void see(double other, long otherSeed) {
            if (other > share) {
                share = other;
                seed = otherSeed;
            }
        }
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

    /** So many claims travel together. */
    void batch(int claims) {
        add(Kind.BATCHES, claims > 1 ? 1 : 0);
        add(Kind.CLAIMS_IN_BATCHES, claims > 1 ? claims : 0);
    }

    /** A component had its leader so long after everything was healed, as a share of what is promised. */
    void waited(double share, long seed) {
        wait.see(share, seed);
    }

    /** A lease that was given back had its next leader so long after, as a share of what is promised. */
    void handedOver(boolean hinted, double share, long seed) {
        add(Kind.HANDOVERS_TIMED);
        (hinted ? hint : look).see(share, seed);
    }

    /** A host needed so long to close, as a share of what is promised. */
    void closed(double share, long seed) {
        close.see(share, seed);
    }

    /** A host remembers so much, as a share of what there is to be remembered. */
    void remembered(double share, long seed) {
        memory.see(share, seed);
    }

    synchronized void add(Tally other) {
        other.counts.forEach(this::add);
        wait.see(other.wait.share, other.wait.seed);
        look.see(other.look.share, other.look.seed);
        hint.see(other.hint.share, other.hint.seed);
        memory.see(other.memory.share, other.memory.seed);
        close.see(other.close.share, other.close.seed);
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, "%-24s %16s %14s%n", "", "in all", "a schedule"));
        double schedules = Math.max(1, get(Kind.SCHEDULES));
        for (Kind kind : Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            text.append(String.format(Locale.ROOT, "  %-22s %,16d %,14.2f%n", name, get(kind), get(kind) / schedules));
        }
        for (Worst worst : List.of(wait, look, hint, memory, close)) {
            text.append(String.format(
                    Locale.ROOT,
                    "  closest to the bound: %-42s %5.1f %% (seed %d)%n",
                    worst.what,
                    worst.share * 100,
                    worst.seed));
        }
        return text.toString();
    }
}
