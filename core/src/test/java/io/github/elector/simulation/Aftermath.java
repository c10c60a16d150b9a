// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.simulation.Scenario.Fencing;
import io.github.elector.simulation.Tally.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must follow once the last effect of a fault is over: leaders return within the bound of G6 and stay, one that
 * resigns is followed within a look or a hint, what a host keeps in memory does not grow, and hosts close in time and
 * leave nothing behind.
 */
final class Aftermath {
    private static final long MILLI = 1_000_000;

    private final World world;
    private final Scenario scenario;
    private final Timeline timeline;

    Aftermath(World world) {
        this.world = world;
        this.scenario = world.scenario;
        this.timeline = world.timeline;
    }

    void run() {
        leadersReturn();
        leadersStay();
        if (world.chance.percent(40)) {
            handOver(false);
            handOver(true);
        }
        if (world.chance.percent(40)) {
            shutDown();
        }
    }

    /** L1, which is G6. */
    private void leadersReturn() {
        long healedAt = timeline.now();
        tellLeadersOfTheFence();
        if (!scenario.components().stream().allMatch(this::hasWillingReplica)) {
            world.callTheRescuer();
        }
        world.say(() -> "the last effect of a fault is over");
        world.runUntil(healedAt + scenario.leaderlessNanos());
        for (ComponentName component : scenario.components()) {
            long waited = Math.max(0, leader(component).begunAt - healedAt);
            world.tally.waited((double) waited / scenario.leaderlessNanos(), scenario.seed());
        }
    }

    /** A fence that was raised over their heads is found when they write next: let that be now. */
    private void tellLeadersOfTheFence() {
        for (ComponentName component : scenario.components()) {
            TermId at = scenario.isBehind(Fencing.TABLE) ? world.vault.standsAt(component) : null;
            for (Replica replica : world.replicas) {
                SimulatedTerm term = replica.isUp() ? replica.begun(component) : null;
                if (term != null && at != null && !at.equals(term.id) && at.number() >= term.id.number()) {
                    replica.work.foundFenceAhead(term.id, at.number());
                }
            }
        }
    }

    private boolean hasWillingReplica(ComponentName component) {
        return world.replicas.stream().anyMatch(replica -> replica.isWilling(component));
    }

    /** L3: while all is well no leader is unseated; and L4: nothing piles up meanwhile. */
    private void leadersStay() {
        List<SimulatedTerm> leaders =
                scenario.components().stream().map(this::leader).toList();
        // Who leads looks after five leases, or earlier than ten more where a session is silent, and forgets then what
        // is gone.
        boolean forLong = world.chance.percent(2.5);
        world.calm(null);
        world.runUntil(timeline.now() + (forLong ? 20 : 2) * scenario.longestLease());
        for (SimulatedTerm leader : leaders) {
            if (leader(leader.id.component()) != leader) {
                throw new Violation("G6: " + leader + " did not last although all was well");
            }
        }
        if (scenario.writing().isDone()) {
            leaders.forEach(this::checkThatItCanWrite);
        }
        world.tally.add(Kind.LONG_CALMS, forLong ? 1 : 0);
        if (forLong) {
            world.replicas.forEach(Replica::checkFootprint);
        }
    }

    private void checkThatItCanWrite(SimulatedTerm leader) {
        TermId at = world.fence().standsAt(leader.id.component());
        if (!leader.id.equals(at)) {
            throw new Violation("G3: " + leader + " leads and can write nothing: its fence stands at " + at);
        }
    }

    /** L2, of one component that somebody else can lead. */
    private void handOver(boolean hinted) {
        ComponentName component = world.chance.pick(scenario.components());
        SimulatedTerm leader = leader(component);
        Replica resigning = leader.replica;
        if (world.replicas.stream().noneMatch(other -> other != resigning && isReady(other, component))) {
            return;
        }
        world.calm(component);
        world.hintsArrive(hinted);
        world.say(() -> resigning + " hands " + component + " over" + (hinted ? " with hints" : " without hints"));
        resigning.resign(component, scenario.longestLease());
        world.runUntil(timeline.now() + 2 * scenario.longestLease());
        SimulatedTerm next = leader(component);
        long took = next.begunAt - world.referee.releasedAt(component);
        long bound = handoverNanos(hinted);
        world.tally.handedOver(hinted, (double) took / bound, scenario.seed());
        if (took > bound) {
            throw new Violation("L2: " + next + " began " + took / MILLI + " ms after its predecessor was given back,"
                    + " and not within " + bound / MILLI + " ms");
        }
        world.calm(null);
    }

    /** It has been there for long enough to have seen whatever there is to be seen. */
    private boolean isReady(Replica replica, ComponentName component) {
        return replica.isWilling(component) && timeline.now() - replica.startedAt() > 2 * scenario.longestLease();
    }

    /** One look or one hint, and the messages that follow from it. */
    private long handoverNanos(boolean hinted) {
        long retry =
                scenario.timings().stream().mapToLong(Timing::retryNanos).max().orElseThrow();
        long roundTrip = 2 * scenario.latencyNanos() + 2 * MILLI;
        long looks = scenario.isCrowded() ? 2L * scenario.components().size() / scenario.componentsAtOnce() + 2 : 2;
        long gates =
                20 * MILLI + (scenario.writing().isDone() ? scenario.writing().limitNanos() : 0);
        long first = hinted ? scenario.latencyNanos() : retry + retry / (Timing.DRIFT_DIVISOR - 1);
        return first + (looks + 3) * roundTrip + gates;
    }

    /** L5: everybody closes, and what was led is free for whoever comes next. */
    private void shutDown() {
        world.tally.add(Kind.SHUTDOWNS);
        world.say(() -> "everybody closes");
        world.end();
        List<Replica> up = new ArrayList<>(world.replicas);
        up.removeIf(replica -> !replica.isUp());
        up.forEach(replica -> timeline.after(world.latency(), replica::close));
        world.runUntil(timeline.now() + 3 * scenario.longestLease());
        for (Replica replica : up) {
            if (replica.isUp() && !replica.isClosed()) {
                throw new Violation("L5: " + replica + " has not closed");
            }
        }
        for (ComponentName component : scenario.components()) {
            // What could not be given back in time is left to silence.
            boolean mayBeHeld = up.stream().anyMatch(replica -> replica.overran(component) || replica.closedLate());
            if (world.database.isHeld(component) && !mayBeHeld) {
                throw new Violation("L5: " + component + " is still held when everybody has closed");
            }
        }
    }

    private SimulatedTerm leader(ComponentName component) {
        SimulatedTerm found = find(component);
        if (found == null) {
            throw new Violation("G6: nobody leads " + component + " " + scenario.leaderlessNanos() / MILLI
                    + " ms after the last effect of a fault");
        }
        return found;
    }

    private @Nullable SimulatedTerm find(ComponentName component) {
        for (Replica replica : world.replicas) {
            SimulatedTerm term = replica.isUp() ? replica.begun(component) : null;
            if (term != null && term.isValid(replica.clock.now())) {
                return term;
            }
        }
        return null;
    }
}
