// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Timing;
import io.github.elector.simulation.Scenario.Fencing;
import io.github.elector.simulation.Tally.Kind;
import io.github.elector.store.Hint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: replicas, a database and a network in true time, a nemesis for a while, and then peace.
 *
 * <p>After every event the {@link Referee} checks what must always hold. In the end everything is healed, and what must
 * follow from that is checked by the {@link Aftermath}.
 */
final class World {
    static final long LATEST_TIMER_NANOS = 50_000_000;

    private static final long MILLI = 1_000_000;

    final Scenario scenario;
    final Chance chance;
    final Timeline timeline = new Timeline();
    final Tally tally = new Tally();
    final Referee referee = new Referee(this);
    final SimulatedDatabase database;
    final Vault vault;
    final List<Replica> replicas = new ArrayList<>();

    private final Transcript transcript;
    private final Nemesis nemesis;
    private final Replica rescuer;
    private final List<SimulatedTerm> hung = new ArrayList<>();
    private long lastEffectAt;
    private boolean healed;
    private boolean calm;
    private boolean ending;
    private double hintPercent;
    private @Nullable ComponentName handedOver;

    World(long seed, Transcript transcript) {
        this(seed, transcript, scenario -> scenario);
    }

    /** With something else than what the seed would have it. */
    World(long seed, Transcript transcript, UnaryOperator<Scenario> change) {
        this.transcript = transcript;
        this.chance = new Chance(seed);
        this.scenario = change.apply(Scenario.of(seed, chance));
        this.database = new SimulatedDatabase(timeline, referee, scenario, upNanos());
        this.vault = new Vault(timeline, referee, scenario.writing().limitNanos());
        // Where not all is read, what has changed must be found without hints too.
        this.hintPercent = scenario.isCrowded() ? 20 : 70;
        for (Timing timing : scenario.timings()) {
            replicas.add(new Replica(this, "n" + replicas.size(), timing, new NodeClock(timeline, chance)));
        }
        this.rescuer = replicas.get(replicas.size() - 1);
        this.nemesis = new Nemesis(this);
    }

    private long upNanos() {
        return chance.percent(70)
                ? 3_600_000 * MILLI
                : chance.percent(50) ? 0 : chance.between(0, 2 * scenario.longestLease());
    }

    /** Lets it all happen. */
    Tally run() {
        say(() -> scenario.toString());
        tally.add(Kind.SCHEDULES);
        tally.add(Kind.LARGE_WORLDS, scenario.isLarge() ? 1 : 0);
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
        new Aftermath(this).run();
        return tally;
    }

    void runUntil(long until) {
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
                term.replica.work.end(term, 0);
            } else if (lives && chance.percent(50)) {
                term.replica.crash();
                startLater(term.replica);
            }
        }
    }

    /** If nobody else can lead. */
    void callTheRescuer() {
        tally.add(Kind.RESCUERS);
        start(rescuer);
    }

    /** Everything has been well for so long that no term may end, but those of a component that is handed over. */
    void calm(@Nullable ComponentName except) {
        calm = true;
        handedOver = except;
    }

    boolean isCalm(ComponentName component) {
        return calm && !component.equals(handedOver);
    }

    /** From now on hints always arrive, or never do. */
    void hintsArrive(boolean always) {
        hintPercent = always ? 100 : 0;
    }

    /** Everybody closes, and nobody starts again. */
    void end() {
        ending = true;
        calm = false;
    }

    boolean isEnding() {
        return ending;
    }

    private void start(Replica replica) {
        if (!replica.isUp() && !ending) {
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
        if (chance.percent(hintPercent)) {
            hintLater(replica, hint, latency());
            if (repeats()) {
                tally.add(Kind.REPEATED_HINTS);
                hintLater(replica, hint, latency());
            }
        }
    }

    void hintLater(Replica replica, Hint hint, long nanos) {
        int incarnation = replica.incarnation();
        timeline.after(nanos, () -> replica.arrive(incarnation, () -> replica.hint(hint)));
    }

    /** A bad moment for the database to go down: what it has just been told is the last thing it will forget. */
    void badMoment(double percent) {
        if (!healed && scenario.losesCommits() && chance.percent(percent)) {
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
        return !healed && chance.percent(scenario.network().lostPercent());
    }

    boolean delays() {
        return !healed && chance.percent(scenario.network().slowPercent());
    }

    /** Whether something arrives again. */
    boolean repeats() {
        return !healed && chance.percent(scenario.network().repeatedPercent());
    }

    /** How long a message of the application takes from this replica to a database, or -1 if it is lost. */
    long wayTo(Replica replica) {
        return way(replica.requestsAreCut);
    }

    /** And how long the answer takes. */
    long wayFrom(Replica replica) {
        return way(replica.answersAreCut);
    }

    private long way(boolean isCut) {
        if (isCut || loses()) {
            return -1;
        }
        long way = latency() + (delays() ? lateness() : 0);
        effectAt(timeline.now() + way);
        return way;
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

    long timerDelay(Replica replica) {
        if (!healed && chance.percent(3)) {
            replica.troubled();
            return chance.between(0, LATEST_TIMER_NANOS);
        }
        return chance.between(0, MILLI);
    }

    /** Where the fence of this world stands. */
    Fence fence() {
        return scenario.isBehind(Fencing.TABLE) ? vault.fence : database.fence;
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
