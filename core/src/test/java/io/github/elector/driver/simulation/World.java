// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.lease.ComponentName;
import io.github.elector.simulation.Chance;
import io.github.elector.simulation.NodeClock;
import io.github.elector.simulation.Timeline;
import io.github.elector.simulation.Transcript;
import io.github.elector.simulation.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: machines with real Vertx on them, a database and a network in true time, a nemesis for a while, then
 * peace, in which every component must have a leader within the bound of G6 and keep it, and in the end all is closed.
 */
final class World {
    private static final long MILLI = 1_000_000;

    final Chance chance;
    final Scenario scenario;
    final Timeline timeline = new Timeline();
    final Tally tally;
    final Referee referee;
    final PlayedDatabase database;
    final List<Machine> machines = new ArrayList<>();

    private final Transcript transcript;
    private final Nemesis nemesis;
    private final Machine rescuer;
    private final List<PlayedWork> hung = new ArrayList<>();
    private final Map<Jvm, Long> cutUntil = new HashMap<>();
    private @Nullable Violation found;
    private long lastEffectAt;
    private boolean healed;
    private boolean calm;
    private boolean ending;

    World(long seed, Transcript transcript) {
        this.transcript = transcript;
        this.chance = new Chance(seed);
        this.scenario = Scenario.of(seed, chance);
        this.tally = new Tally(seed);
        this.referee = new Referee(this);
        this.database = new PlayedDatabase(timeline, chance.percent(70) ? 3_600_000 * MILLI : 0);
        for (int i = 0; i < scenario.machines(); i++) {
            machines.add(new Machine("n" + i, new NodeClock(timeline, chance)));
        }
        this.rescuer = machines.get(machines.size() - 1);
        this.nemesis = new Nemesis(this);
    }

    /** Lets it all happen. */
    Tally run() {
        say(() -> scenario.toString());
        tally.add(Kind.SCHEDULES);
        database.onChange(hint -> running()
                .forEach(jvm -> jvm.stores.forEach(store -> {
                    if (chance.percent(70)) {
                        store.hint(hint);
                    }
                })));
        for (Machine machine : machines) {
            if (machine != rescuer) {
                timeline.after(chance.skewed(0, scenario.timing().leaseNanos()), () -> start(machine));
            }
        }
        planRead();
        nemesis.begin();
        runUntil(scenario.faultNanos());
        heal();
        for (long until = timeline.now(); until < lastEffectAt; until = timeline.now()) {
            runUntil(lastEffectAt);
        }
        checkThatLeadersReturn();
        checkThatNothingPiledUp();
        end();
        return tally;
    }

    private void runUntil(long until) {
        while (timeline.step(until)) {
            tally.add(Kind.EVENTS);
            referee.check();
            Violation violation = found;
            if (violation != null) {
                throw violation;
            }
        }
    }

    /** A promise that did not hold; kept, since the driver or Vert.x may catch what is thrown at them. */
    Violation broken(String promise) {
        Violation violation = new Violation(promise);
        if (found == null) {
            found = violation;
        }
        return violation;
    }

    private List<Jvm> running() {
        return machines.stream()
                .map(machine -> machine.jvm)
                .filter(Objects::nonNull)
                .filter(Jvm::isAlive)
                .toList();
    }

    private void start(Machine machine) {
        if (machine.jvm == null && !ending) {
            tally.add(Kind.PROCESSES);
            Jvm jvm = new Jvm(this, machine);
            machine.jvm = jvm;
            jvm.start();
        }
    }

    void startLater(Machine machine) {
        if (!healed || machine != rescuer) {
            timeline.after(chance.skewed(MILLI, 2 * scenario.timing().leaseNanos()), () -> start(machine));
        }
    }

    private void planRead() {
        long lease = scenario.timing().leaseNanos();
        timeline.after(chance.between(lease / 100, lease / 3), () -> {
            Machine machine = chance.pick(machines);
            if (machine.jvm != null && !machine.asleep) {
                referee.read(machine.jvm);
            }
            planRead();
        });
    }

    private void heal() {
        say(() -> "from now on all is well");
        nemesis.stop();
        cutUntil.clear();
        healed = true;
        for (PlayedWork work : hung) {
            Jvm jvm = work.candidate.jvm;
            if (work.isRunning() && jvm.isAlive()) {
                if (chance.percent(40)) {
                    work.comeThrough();
                } else if (chance.percent(50)) {
                    jvm.kill();
                    startLater(jvm.machine);
                }
            }
        }
        effectIn(scenario.overrunNanos());
    }

    private void checkThatLeadersReturn() {
        long healedAt = timeline.now();
        if (!scenario.components().stream().allMatch(this::hasWillingCandidate)) {
            tally.add(Kind.RESCUERS);
            if (rescuer.jvm != null) {
                rescuer.jvm.kill();
            }
            start(rescuer);
        }
        say(() -> "the last effect of a fault is over");
        Map<ComponentName, Reign> leaders = new HashMap<>();
        while (leaders.size() < scenario.components().size()
                && timeline.now() < healedAt + scenario.leaderlessNanos()) {
            runUntil(Math.min(timeline.now() + 10 * MILLI, healedAt + scenario.leaderlessNanos()));
            for (ComponentName component : scenario.components()) {
                Reign leader = referee.leader(component);
                if (leader != null && leaders.put(component, leader) == null) {
                    tally.took("without a leader", (double) (timeline.now() - healedAt) / scenario.leaderlessNanos());
                }
            }
        }
        for (ComponentName component : scenario.components()) {
            if (!leaders.containsKey(component)) {
                throw new Violation("L1: nobody leads " + component + " " + scenario.leaderlessNanos() / MILLI
                        + " ms after the last effect of a fault");
            }
        }
        calm = true;
        runUntil(timeline.now() + 2 * scenario.timing().leaseNanos());
    }

    private boolean hasWillingCandidate(ComponentName component) {
        return running().stream().anyMatch(jvm -> jvm.candidates.get(component).isWilling());
    }

    /** L4, while all has been well for two leases; and every future that was given to somebody has been completed. */
    private void checkThatNothingPiledUp() {
        for (Jvm jvm : running()) {
            tally.took("timers", (double) jvm.timers() / scenario.mostTimers());
            if (jvm.timers() > scenario.mostTimers() && !referee.hasWork(jvm)) {
                throw new Violation("L4: " + jvm + " has " + jvm.timers() + " timers");
            }
            if (jvm.backlog() > 100) {
                throw new Violation("L4: " + jvm + " has " + jvm.backlog() + " tasks that wait");
            }
            for (Candidate candidate : jvm.candidates.values()) {
                if (candidate.hasForgottenResignations()
                        && candidate.hasElector()
                        && !referee.hasOldWork(jvm, candidate.component)) {
                    throw new Violation("I14: a resignation of " + candidate + " was never answered");
                }
            }
            for (PlayedStore store : jvm.stores) {
                if (!store.isClosed() && store.idleNanos() > scenario.leaderlessNanos()) {
                    throw new Violation("L1: " + jvm + " has asked nothing for " + store.idleNanos() / MILLI + " ms");
                }
            }
        }
    }

    /** L5: everything closes in time, gives everything back, and leaves nothing behind. */
    private void end() {
        calm = false;
        ending = true;
        say(() -> "all are closed");
        boolean allEnds =
                scenario.bus() != Scenario.Bus.RIVALS && running().stream().noneMatch(referee::hasOldWork);
        running().forEach(Jvm::close);
        runUntil(timeline.now() + scenario.vertxCloseNanos() + 10 * MILLI);
        if (!running().isEmpty()) {
            throw new Violation("L5: " + running() + " did not close in time");
        }
        for (ComponentName component : scenario.components()) {
            database.row(component).ifPresent(row -> {
                if (allEnds
                        && !row.lease().released()
                        && !referee.overran(row.lease().term())
                        && database.isOpen(row.lease().term().session())) {
                    throw new Violation("L2: the lease of " + component + " was not given back: " + row);
                }
            });
        }
    }

    /** Vert.x gives a parent up if one of its children was undeployed by somebody else in that moment. */
    void badMomentToClose(Jvm jvm) {
        if (!healed && scenario.faults().contains(Scenario.Fault.CLOSE_VERTX) && chance.percent(8)) {
            jvm.later(chance.skewed(0, 5 * MILLI), jvm::close);
        }
    }

    // What the network does.

    void cut(Jvm jvm, long nanos) {
        cutUntil.put(jvm, timeline.now() + nanos);
        effectIn(nanos);
    }

    boolean isCut(Jvm jvm) {
        return !healed && cutUntil.getOrDefault(jvm, 0L) > timeline.now();
    }

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
        return chance.skewed(0, 2 * scenario.timing().leaseNanos());
    }

    /** Something that began as a fault will still have an effect in so long. */
    void effectIn(long nanos) {
        lastEffectAt = Math.max(lastEffectAt, timeline.now() + nanos);
    }

    boolean isTroubled() {
        return !healed && chance.percent(scenario.troublePercent());
    }

    boolean isHealed() {
        return healed;
    }

    /** Whether everything has been well for so long that no term may end. */
    boolean isCalm() {
        return calm;
    }

    void hangs(PlayedWork work) {
        hung.add(work);
    }

    void say(Supplier<String> line) {
        transcript.say(timeline.now(), line);
    }
}
