// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Timing;
import io.github.elector.simulation.Tally.Kind;
import io.github.elector.store.Hint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One schedule: replicas, a database and a network in true time, a nemesis for a while, and then peace.
 *
 * <p>After every event the {@link Referee} checks what must always hold. In the end everything is healed, and every
 * component must have a leader within the bound of G6 and keep it.
 */
final class World {
    private static final long MILLI = 1_000_000;

    final Scenario scenario;
    final Chance chance;
    final Timeline timeline = new Timeline();
    final Tally tally = new Tally();
    final Referee referee = new Referee(this);
    final SimulatedDatabase database;
    final List<Replica> replicas = new ArrayList<>();

    private final Transcript transcript;
    private final Nemesis nemesis;
    private final Replica rescuer;
    private final List<SimulatedTerm> hung = new ArrayList<>();
    private long lastEffectAt;
    private boolean healed;
    private boolean calm;

    World(long seed, Transcript transcript) {
        this(seed, transcript, scenario -> scenario);
    }

    /** With something else than what the seed would have it. */
    World(long seed, Transcript transcript, UnaryOperator<Scenario> change) {
        this.transcript = transcript;
        this.chance = new Chance(seed);
        this.scenario = change.apply(Scenario.of(seed, chance));
        this.database = new SimulatedDatabase(timeline, referee, scenario, chance.percent(70) ? 3_600_000 * MILLI : 0);
        for (Timing timing : scenario.timings()) {
            replicas.add(new Replica(this, "n" + replicas.size(), timing, new NodeClock(timeline, chance)));
        }
        this.rescuer = replicas.get(replicas.size() - 1);
        this.nemesis = new Nemesis(this);
    }

    /** Lets it all happen. */
    Tally run() {
        say(() -> scenario.toString());
        tally.add(Kind.SCHEDULES);
        database.onChange(hint -> replicas.forEach(replica -> hintSometimes(replica, hint)));
        for (Replica replica : replicas) {
            if (replica != rescuer) {
                timeline.after(chance.skewed(0, scenario.longestLease()), () -> start(replica));
            }
        }
        planRead();
        nemesis.begin();
        runUntil(scenario.faultNanos());
        heal();
        runUntil(Math.max(timeline.now(), lastEffectAt));
        checkThatLeadersReturn();
        return tally;
    }

    private void runUntil(long until) {
        while (timeline.step(until)) {
            tally.add(Kind.EVENTS);
            referee.check();
        }
    }

    private void heal() {
        say(() -> "from now on all is well");
        nemesis.stop();
        replicas.forEach(nemesis::heal);
        healed = true;
        for (SimulatedTerm term : hung) {
            boolean lives = term.workRuns && term.replica.isUp();
            if (lives && chance.percent(40)) {
                term.replica.endWork(term, 0);
            } else if (lives && chance.percent(50)) {
                term.replica.crash();
                startLater(term.replica);
            }
        }
    }

    private void checkThatLeadersReturn() {
        long healedAt = timeline.now();
        if (!scenario.components().stream().allMatch(this::hasWillingReplica)) {
            tally.add(Kind.RESCUERS);
            start(rescuer);
        }
        say(() -> "the last effect of a fault is over");
        runUntil(healedAt + scenario.leaderlessNanos());
        List<SimulatedTerm> leaders = new ArrayList<>();
        for (ComponentName component : scenario.components()) {
            SimulatedTerm leader = leader(component);
            long waited = Math.max(0, leader.begunAt - healedAt);
            tally.waited((double) waited / scenario.leaderlessNanos(), scenario.seed());
            leaders.add(leader);
        }
        calm = true;
        runUntil(timeline.now() + 2 * scenario.longestLease());
        for (SimulatedTerm leader : leaders) {
            if (leader(leader.id.component()) != leader) {
                throw new Violation("G6: " + leader + " did not last although all was well");
            }
        }
    }

    private boolean hasWillingReplica(ComponentName component) {
        return replicas.stream().anyMatch(replica -> replica.isWilling(component));
    }

    private SimulatedTerm leader(ComponentName component) {
        for (Replica replica : replicas) {
            SimulatedTerm term = replica.isUp() ? replica.begun(component) : null;
            if (term != null && term.isValid(replica.clock.now())) {
                return term;
            }
        }
        throw new Violation("G6: nobody leads " + component + " " + scenario.leaderlessNanos() / MILLI
                + " ms after the last effect of a fault");
    }

    /** Whether everything has been well for so long that no term may end. */
    boolean isCalm() {
        return calm;
    }

    private void start(Replica replica) {
        if (!replica.isUp()) {
            replica.start(scenario.components());
        }
    }

    void startLater(Replica replica) {
        timeline.after(chance.skewed(MILLI, 2 * scenario.longestLease()), () -> start(replica));
    }

    private void planRead() {
        long wait = chance.between(scenario.longestLease() / 100, scenario.longestLease() / 4);
        timeline.after(wait, () -> {
            Replica replica = chance.pick(replicas);
            if (replica.isUp() && !replica.isAsleep()) {
                replica.read();
            }
            planRead();
        });
    }

    private void hintSometimes(Replica replica, Hint hint) {
        // Where not all is read, what has changed must be found without hints too.
        if (chance.percent(scenario.isCrowded() ? 20 : 70)) {
            hintLater(replica, hint, latency());
        }
    }

    void hintLater(Replica replica, Hint hint, long nanos) {
        int incarnation = replica.incarnation();
        timeline.after(nanos, () -> replica.arrive(incarnation, () -> replica.hint(hint)));
    }

    /** A bad moment for the database to go down: what it has just granted is the last thing it will forget. */
    void granted() {
        if (!healed && scenario.losesCommits() && chance.percent(15)) {
            timeline.after(chance.between(0, 10 * MILLI), nemesis::restartDatabase);
        }
    }

    /** A bad moment to be retired: the acquire is under way, and its answer may come when nobody expects it. */
    void asked(Replica replica, ComponentName component) {
        if (!healed && scenario.faults().contains(Scenario.Fault.RETIRE) && chance.percent(15)) {
            int incarnation = replica.incarnation();
            timeline.after(latency(), () -> replica.arrive(incarnation, () -> nemesis.retire(replica, component)));
        }
    }

    // What the network does.

    boolean loses() {
        return !healed && chance.percent(scenario.lostPercent());
    }

    boolean delays() {
        return !healed && chance.percent(scenario.slowPercent());
    }

    long latency() {
        return chance.between(MILLI / 10, scenario.latencyNanos());
    }

    long lateness() {
        return chance.skewed(0, 2 * scenario.longestLease());
    }

    /** Something that began as a fault will still have an effect then. */
    void effectAt(long at) {
        lastEffectAt = Math.max(lastEffectAt, at);
    }

    // What processes and work do.

    boolean isTroubled() {
        return !healed && chance.percent(scenario.troublePercent());
    }

    long timerDelay() {
        return !healed && chance.percent(3) ? chance.between(0, 50 * MILLI) : chance.between(0, MILLI);
    }

    long quickStep(Timing timing) {
        return chance.between(0, Math.min(20 * MILLI, timing.stopNanos() / 2));
    }

    long slowStep(Timing timing) {
        return chance.skewed(0, 2 * timing.leaseNanos());
    }

    /** The work of this term does not end by itself. */
    void hung(SimulatedTerm term) {
        hung.add(term);
    }

    void say(Supplier<String> line) {
        transcript.say(timeline.now(), line);
    }
}
