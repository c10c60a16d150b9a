// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.ElectorOptions;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Timing;
import io.github.elector.simulation.Chance;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a schedule is made of, drawn from its seed.
 *
 * @param machines how many replicas, one of which comes to the rescue only
 * @param components what is campaigned for
 * @param pieces how many verticles the work of a component has
 * @param loops how many event loops a process has at most
 * @param workers percent of the verticles run on a worker pool
 * @param ownSessions whether every component has a session of its own
 * @param millis lease, renew, retry and stop
 * @param startMillis how long work may take to start
 * @param latencyNanos longest way of a message while the network is well
 * @param lostPercent of messages never arrive
 * @param slowPercent of messages take long
 * @param troublePercent of starts, stops, acts and gates do not go well
 * @param bus what else happens on the event bus
 * @param losesCommits whether a database that restarts has forgotten its latest writes
 * @param faults what happens on purpose
 * @param faultNanos for how long
 * @param pauseNanos longest time between two faults
 */
record Scenario(
        long seed,
        int machines,
        List<ComponentName> components,
        int pieces,
        int loops,
        int workers,
        boolean ownSessions,
        Times millis,
        long startMillis,
        long latencyNanos,
        double lostPercent,
        double slowPercent,
        double troublePercent,
        Bus bus,
        boolean losesCommits,
        Set<Fault> faults,
        long faultNanos,
        long pauseNanos) {
    private static final long MILLI = 1_000_000;
    private static final int UNLIMITED = 1_000_000;
    /** What turns, timers that are late and hops between contexts may take together. */
    private static final long SLACK = 300 * MILLI;
    /** For how long a store may prepare. */
    private static final long PREPARE = 10_000 * MILLI;

    /** The times a user sets, in milliseconds. */
    record Times(long lease, long renew, long retry, long stop) {}

    /** What else happens on the event bus. */
    enum Bus {
        /** Nothing. */
        QUIET,
        /** Requests to begin and end come again, late, and with nonsense. */
        ECHOES,
        /** Somebody else answers begin and end as well, or does not. */
        RIVALS
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
        BUSY_ROW,
        HINTS,
        RESIGN,
        CLOSE_ELECTOR,
        CLOSE_VERTX,
        WORK_FAILURE,
        UNDEPLOY_WORK
    }

    static Scenario of(long seed, Chance chance) {
        boolean alone = chance.percent(15);
        int machines = (chance.percent(20) ? 1 : (int) chance.between(2, 3)) + 1;
        List<ComponentName> components = new ArrayList<>();
        for (long i = alone ? 1 : chance.between(1, 3); i > 0; i--) {
            components.add(new ComponentName("c" + i));
        }
        Times millis = times(chance);
        Timing timing = Timing.ofMillis(millis.lease(), millis.renew(), millis.retry(), millis.stop());
        long lease = timing.leaseNanos();
        return new Scenario(
                seed,
                machines,
                List.copyOf(components),
                // Vert.x undeploys children in the order of their addresses in memory: on one loop there is one at
                // most.
                alone ? 1 : (int) chance.between(0, 2),
                alone ? 1 : UNLIMITED,
                alone || chance.percent(50) ? 0 : 40,
                !alone && chance.percent(15),
                millis,
                chance.percent(50) ? 2 * millis.lease() : chance.between(millis.lease() / 10, millis.lease()),
                chance.between(MILLI / 4, Math.min(20 * MILLI, timing.storeTimeoutNanos() / 5)),
                chance.percent(50) ? 0 : chance.between(1, 12),
                chance.percent(50) ? 0 : chance.between(1, 12),
                chance.percent(40) ? 0 : chance.between(1, 30),
                chance.percent(40) ? Bus.QUIET : chance.percent(50) ? Bus.ECHOES : Bus.RIVALS,
                chance.percent(20),
                faults(chance),
                lease * chance.between(3, 7),
                lease / chance.between(1, 5));
    }

    private static Set<Fault> faults(Chance chance) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (Fault fault : Fault.values()) {
            if (chance.percent(40)) {
                faults.add(fault);
            }
        }
        if (faults.contains(Fault.SUSPEND)) {
            // A machine that sleeps while its wall clock is set back cannot know; the fence covers it.
            faults.remove(Fault.WALL_STEP);
        }
        return faults;
    }

    private static Times times(Chance chance) {
        if (chance.percent(40)) {
            return new Times(3_000, 1_000, 500, 500);
        }
        while (true) {
            long lease = chance.between(800, 8_000);
            Times drawn = new Times(
                    lease,
                    chance.between(lease / 6, lease / 2),
                    chance.between(lease / 12, lease / 2),
                    chance.between(lease / 50, lease / 2));
            try {
                Timing timing = Timing.ofMillis(drawn.lease(), drawn.renew(), drawn.retry(), drawn.stop());
                // Turns and timers take their time here, as they do on a busy machine.
                if (timing.storeTimeoutNanos() >= 80 * MILLI) {
                    return drawn;
                }
            } catch (IllegalArgumentException impossible) {
                // The relations between the four are Timing's business: draw again.
            }
        }
    }

    Timing timing() {
        return Timing.ofMillis(millis.lease(), millis.renew(), millis.retry(), millis.stop());
    }

    ElectorOptions options(ComponentName component, String node) {
        return new ElectorOptions()
                .setComponent(component.value())
                .setNode(node)
                .setStoreUri("memory:simulation")
                .setLease(millis.lease())
                .setRenew(millis.renew())
                .setRetry(millis.retry())
                .setStop(millis.stop())
                .setStart(startMillis)
                .setOwnSession(ownSessions);
    }

    /** In true time at most, however slow the clock is that measures it. */
    static long bySlowestClock(long nanos) {
        return nanos + nanos / (Timing.DRIFT_DIVISOR - 1);
    }

    /** G6: lease × (1 + ρ), stop, one look and two store timeouts, by the slowest clock; and what turns take. */
    long leaderlessNanos() {
        Timing timing = timing();
        return bySlowestClock(timing.observeNanos()
                        + timing.stopNanos()
                        + timing.retryNanos()
                        + 2 * timing.storeTimeoutNanos())
                + SLACK;
    }

    /** Starting needs no answer of the database. */
    long startNanos() {
        return SLACK;
    }

    /** What its Javadoc says of the last one of a session, by the slowest clock. */
    long closeNanos() {
        return bySlowestClock(2 * timing().stopNanos() + 4 * timing().storeTimeoutNanos()) + SLACK;
    }

    /** The close of its hosts, then what hangs is undeployed: three stop budgets at most. */
    long vertxCloseNanos() {
        return bySlowestClock(4 * timing().stopNanos() + 4 * timing().storeTimeoutNanos()) + SLACK;
    }

    /** Work that hangs, or an answer that does not come, has its last effect so long after the end of its term. */
    long overrunNanos() {
        return bySlowestClock(timing().stopNanos() + timing().leaseNanos() + 2 * timing().storeTimeoutNanos()) + SLACK;
    }

    long startHangsNanos() {
        return bySlowestClock(startMillis * MILLI) + SLACK;
    }

    static long prepareHangsNanos() {
        return bySlowestClock(PREPARE) + SLACK;
    }

    /** Timers of one process: for each host one to wake, one for each call, and a few for each component. */
    int mostTimers() {
        int hosts = ownSessions ? components.size() : 1;
        return 4 * hosts + 4 * components.size();
    }
}
