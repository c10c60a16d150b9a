// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Timing;
import io.github.elector.store.LookRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a schedule is made of, drawn from its seed.
 *
 * @param kind what the database does
 * @param components what is campaigned for
 * @param componentsAtOnce how many of them one look can read
 * @param timings one for each replica, and one for the replica that comes to the rescue
 * @param network how messages travel
 * @param troublePercent of starts, stops and gates do not go well
 * @param writing what the work of a term writes
 * @param listsHoldings whether a heartbeat lists what its session holds, or tells count and sum as for very many
 * @param faults what else happens
 * @param faultNanos for how long
 * @param pauseNanos longest time between two faults
 */
record Scenario(
        long seed,
        Kind kind,
        List<ComponentName> components,
        int componentsAtOnce,
        List<Timing> timings,
        Network network,
        double troublePercent,
        Writing writing,
        boolean listsHoldings,
        Set<Fault> faults,
        long faultNanos,
        long pauseNanos) {
    private static final long MILLI = 1_000_000;
    /** They cost as much as twenty others. */
    private static final double LARGE_PERCENT = 2;

    /**
     * How messages travel.
     *
     * @param latencyNanos longest way of a message while the network is well
     * @param lostPercent of messages never arrive
     * @param slowPercent of messages take long, of which some arrive after their sender gave up
     * @param repeatedPercent of answers and hints arrive again
     * @param inOrder whether what is sent on one connection arrives in that order, unless it is late
     */
    record Network(long latencyNanos, double lostPercent, double slowPercent, double repeatedPercent, boolean inOrder) {
        static Network of(long timeoutNanos, Chance chance) {
            return new Network(
                    chance.between(MILLI / 4, Math.min(20 * MILLI, timeoutNanos / 5)),
                    chance.percent(50) ? 0 : chance.between(1, 15),
                    chance.percent(50) ? 0 : chance.between(1, 15),
                    chance.percent(60) ? 0 : chance.between(1, 20),
                    chance.percent(70));
        }

        Network within(long timeoutNanos) {
            return new Network(
                    Math.min(latencyNanos, timeoutNanos / 5), lostPercent, slowPercent, repeatedPercent, inOrder);
        }
    }

    /** Where the row is that says which term may write. */
    enum Fencing {
        /** Nothing is written. */
        NONE,
        /** The lease itself, in the elector's database. */
        LEASE,
        /** A row of another database, raised by a gate. */
        TABLE
    }

    /**
     * What the work of a term writes.
     *
     * @param fencing behind what
     * @param limitNanos F: how long a fenced transaction may be open
     */
    record Writing(Fencing fencing, long limitNanos) {
        static Writing of(long leaseNanos, Chance chance) {
            Fencing fencing = chance.percent(40) ? Fencing.NONE : chance.percent(50) ? Fencing.LEASE : Fencing.TABLE;
            return new Writing(fencing, chance.between(leaseNanos / 20, leaseNanos / 2));
        }

        Writing within(long leaseNanos) {
            return new Writing(fencing, Math.min(limitNanos, leaseNanos / 2));
        }

        boolean isDone() {
            return fencing != Fencing.NONE;
        }
    }

    /** What the database does. */
    enum Kind {
        /** It runs, and its clock may step. */
        STEADY,
        /** It restarts now and then and loses nothing. */
        RESTARTS,
        /** It restarts, or another is promoted, and the latest commits are gone. */
        LOSES_COMMITS
    }

    /** What happens on purpose. */
    enum Fault {
        CRASH,
        PAUSE,
        SUSPEND,
        PARTITION,
        WALL_STEP,
        DATABASE_STEP,
        DATABASE_RESTART,
        RESIGN,
        RETIRE,
        CLOSE,
        BUSY_ROW,
        HINTS,
        WORK_FAILURE,
        FENCE_RAISED
    }

    static Scenario of(long seed, Chance chance) {
        Kind kind = chance.percent(70) ? Kind.STEADY : chance.percent(50) ? Kind.RESTARTS : Kind.LOSES_COMMITS;
        boolean isLarge = chance.percent(LARGE_PERCENT);
        int replicas = chance.percent(10) ? 1 : (int) chance.between(2, isLarge ? 3 : 4);
        List<ComponentName> components = components((int) (isLarge ? chance.between(5, 40) : chance.between(1, 3)));
        List<Timing> timings = timings(replicas + 1, kind, chance);
        long lease = timings.stream().mapToLong(Timing::leaseNanos).max().orElseThrow();
        long timeout =
                timings.stream().mapToLong(Timing::storeTimeoutNanos).min().orElseThrow();
        Writing writing = Writing.of(lease, chance);
        return new Scenario(
                seed,
                kind,
                components,
                atOnce(components.size(), chance),
                timings,
                Network.of(timeout, chance),
                chance.percent(50) ? 0 : chance.between(1, 30),
                writing,
                // Beyond 256 terms a lost one is found by a look, which may fail for longer than the next heartbeat.
                kind == Kind.LOSES_COMMITS || chance.percent(60),
                faults(kind, writing, chance),
                lease * chance.between(3, isLarge ? 5 : 10),
                lease / chance.between(1, 8));
    }

    private static List<ComponentName> components(int count) {
        List<ComponentName> components = new ArrayList<>();
        for (int i = count; i > 0; i--) {
            components.add(new ComponentName("c" + i));
        }
        return List.copyOf(components);
    }

    /**
     * The same, but the replicas begin with the first of these times and change to the second one by one, when they are
     * started again. Where leases differ no commits are lost: who sees no row cannot know the lease of its holder.
     */
    Scenario changing(Timing before, Timing after) {
        Set<Fault> more = EnumSet.copyOf(faults);
        more.add(Fault.CRASH);
        more.add(Fault.CLOSE);
        List<Timing> mixed = new ArrayList<>(Collections.nCopies(Math.max(2, timings.size() - 1), before));
        mixed.add(after);
        long timeout = Math.min(before.storeTimeoutNanos(), after.storeTimeoutNanos());
        long lease = Math.max(before.leaseNanos(), after.leaseNanos());
        boolean mayLose = before.leaseNanos() == after.leaseNanos();
        return new Scenario(
                seed,
                kind == Kind.LOSES_COMMITS && !mayLose ? Kind.RESTARTS : kind,
                components,
                componentsAtOnce,
                List.copyOf(mixed),
                network.within(timeout),
                troublePercent,
                writing.within(lease),
                listsHoldings,
                more,
                10 * lease,
                lease / 3);
    }

    private static int atOnce(int components, Chance chance) {
        return chance.percent(60) ? LookRequest.MOST_COMPONENTS : (int) chance.between(1, Math.max(2, components / 2));
    }

    /** Whether one look may be unable to read all that stand by. */
    boolean isCrowded() {
        return componentsAtOnce < components.size();
    }

    private static Set<Fault> faults(Kind kind, Writing writing, Chance chance) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (Fault fault : Fault.values()) {
            if (chance.percent(45)) {
                faults.add(fault);
            }
        }
        if (faults.contains(Fault.SUSPEND)) {
            // A machine that sleeps while its wall clock is set back cannot know; DESIGN says so and the fence covers
            // it.
            faults.remove(Fault.WALL_STEP);
        }
        if (kind == Kind.LOSES_COMMITS || writing.fencing() != Fencing.TABLE) {
            // Terms above the database's clock are those that could be issued twice after a loss: G2 excludes them.
            faults.remove(Fault.FENCE_RAISED);
        }
        if (kind == Kind.STEADY) {
            faults.remove(Fault.DATABASE_RESTART);
        } else {
            faults.add(Fault.DATABASE_RESTART);
        }
        return faults;
    }

    private static List<Timing> timings(int count, Kind kind, Chance chance) {
        Timing common = timing(chance);
        // Where rows get lost, nobody can know the lease of the session that is gone: all have to use the same.
        boolean differ = kind != Kind.LOSES_COMMITS && chance.percent(25);
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            timings.add(differ ? timing(chance) : common);
        }
        return List.copyOf(timings);
    }

    private static Timing timing(Chance chance) {
        if (chance.percent(40)) {
            return Timing.ofMillis(3_000, 1_000, 500, 500);
        }
        if (chance.percent(30)) {
            return Timing.ofMillis(30_000, 10_000, 5_000, 5_000);
        }
        while (true) {
            long lease = chance.between(500, 10_000);
            try {
                return Timing.ofMillis(
                        lease,
                        chance.between(lease / 10, lease / 2),
                        chance.between(lease / 20, lease / 2),
                        chance.between(lease / 50, lease / 2));
            } catch (IllegalArgumentException impossible) {
                // The relations between the four are Timing's business: draw again.
            }
        }
    }

    Timing timing(int replica) {
        return timings.get(replica);
    }

    long longestLease() {
        return timings.stream().mapToLong(Timing::leaseNanos).max().orElseThrow();
    }

    boolean losesCommits() {
        return kind == Kind.LOSES_COMMITS;
    }

    boolean isBehind(Fencing fencing) {
        return writing.fencing() == fencing;
    }

    /** Whether there are as many components as batches are made for. */
    boolean isLarge() {
        return components.size() > 3;
    }

    long latencyNanos() {
        return network.latencyNanos();
    }

    /** G6: lease × (1 + ρ), stop, look, two store timeouts and F, each the largest there is, by the slowest clock. */
    long leaderlessNanos() {
        long most = 0;
        for (Timing timing : timings) {
            most = Math.max(
                    most,
                    timing.observeNanos(longestLease())
                            + timing.stopNanos()
                            + timing.retryNanos()
                            + 2 * timing.storeTimeoutNanos()
                            + (writing.isDone() ? writing.limitNanos() : 0));
        }
        return most + most / (Timing.DRIFT_DIVISOR - 1);
    }
}
