// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.driver.simulation.Scenario.Fault;
import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.lease.ComponentName;
import io.github.elector.simulation.Chance;
import io.github.elector.store.Hint;
import java.util.List;
import java.util.function.Consumer;

/** Does harm until it is told to stop. */
final class Nemesis {
    private static final long MILLI = 1_000_000;

    private final World world;
    private final Chance chance;
    private final long lease;
    private boolean stopped;

    Nemesis(World world) {
        this.world = world;
        this.chance = world.chance;
        this.lease = world.scenario.timing().leaseNanos();
    }

    void begin() {
        List<Fault> faults = List.copyOf(world.scenario.faults());
        if (!faults.isEmpty()) {
            planNext(faults);
        }
    }

    void stop() {
        stopped = true;
    }

    private void planNext(List<Fault> faults) {
        world.timeline.after(chance.between(MILLI, world.scenario.pauseNanos()), () -> {
            if (!stopped) {
                strike(chance.pick(faults));
                planNext(faults);
            }
        });
    }

    private void strike(Fault fault) {
        Machine machine = victim();
        Jvm jvm = machine.jvm;
        switch (fault) {
            case WALL_STEP -> stepWall(machine);
            case DATABASE_STEP -> stepDatabase();
            case DATABASE_RESTART -> restartDatabase();
            case BUSY_ROW -> lock();
            default -> {
                if (jvm != null && jvm.isRunning()) {
                    strike(fault, jvm);
                }
            }
        }
    }

    private void strike(Fault fault, Jvm jvm) {
        switch (fault) {
            case CRASH -> {
                world.tally.add(Kind.CRASHES);
                jvm.kill();
                world.startLater(jvm.machine);
            }
            case PAUSE -> pause(jvm, false);
            case SUSPEND -> pause(jvm, true);
            case PARTITION -> partition(jvm);
            case HINTS -> hints(jvm);
            case RESIGN -> resign(jvm);
            case CLOSE_ELECTOR -> candidate(jvm).close();
            case CLOSE_VERTX -> jvm.close();
            case WORK_FAILURE -> withWork(jvm, PlayedWork::fail);
            case UNDEPLOY_WORK -> withWork(jvm, PlayedWork::undeployItself);
            default -> throw new IllegalStateException("no fault of a process: " + fault);
        }
    }

    /** Leaders are hit more often than chance would have it. */
    private Machine victim() {
        List<Machine> leaders = world.machines.stream()
                .filter(machine -> machine.jvm != null && world.referee.leads(machine.jvm))
                .toList();
        return leaders.isEmpty() || chance.percent(40) ? chance.pick(world.machines) : chance.pick(leaders);
    }

    private Candidate candidate(Jvm jvm) {
        return jvm.candidates.get(chance.pick(world.scenario.components()));
    }

    private void withWork(Jvm jvm, Consumer<PlayedWork> act) {
        List<PlayedWork> works = world.referee.works(jvm);
        if (!works.isEmpty()) {
            act.accept(chance.pick(works));
        }
    }

    private void pause(Jvm jvm, boolean withTheMachine) {
        world.tally.add(withTheMachine ? Kind.SUSPENDS : Kind.PAUSES);
        world.tally.add(Kind.PAUSES_OF_LEADERS, world.referee.leads(jvm) ? 1 : 0);
        long length = chance.percent(50) ? chance.skewed(MILLI, lease) : chance.between(lease / 2, 3 * lease);
        world.say(() -> jvm + " is " + (withTheMachine ? "suspended" : "paused") + " for " + length / MILLI + " ms");
        jvm.pause();
        jvm.machine.asleep = withTheMachine;
        long from = world.timeline.now();
        world.effectIn(length);
        world.timeline.after(length, () -> {
            if (jvm.isPaused()) {
                if (withTheMachine) {
                    jvm.machine.clock.slept(length);
                    jvm.candidates.values().forEach(candidate -> candidate.slept(from, length));
                    jvm.machine.asleep = false;
                    jvm.machine.sleptAt = world.timeline.now();
                }
                world.say(() -> jvm + " goes on");
                jvm.goOn();
            }
        });
    }

    private void partition(Jvm jvm) {
        long length = chance.skewed(MILLI, 3 * lease);
        world.tally.add(Kind.PARTITIONS);
        world.say(() -> jvm + " is cut off for " + length / MILLI + " ms");
        world.cut(jvm, length);
    }

    private void stepWall(Machine machine) {
        long most = 2 * lease / MILLI;
        long step = chance.percent(10)
                ? chance.between(-2_000_000_000_000L, 2_000_000_000_000L)
                : chance.between(-most, most);
        world.tally.add(Kind.WALL_STEPS);
        world.say(() -> machine + " sets its wall clock by " + step + " ms");
        machine.clock.stepWall(step);
        if (chance.percent(30)) {
            // Somebody asks while it is wrong, and it is set right again.
            Jvm jvm = machine.jvm;
            if (jvm != null && !machine.asleep) {
                world.referee.read(jvm);
            }
            world.timeline.after(chance.skewed(0, lease / 10), () -> machine.clock.stepWall(-step));
        }
    }

    private void stepDatabase() {
        long most = 5 * lease / MILLI;
        long step = chance.between(world.scenario.losesCommits() ? 0 : -most, most);
        world.tally.add(Kind.DATABASE_STEPS);
        world.say(() -> "the database sets its clock by " + step + " ms");
        world.database.stepClock(step);
    }

    private void restartDatabase() {
        if (world.database.isDown()) {
            return;
        }
        world.tally.add(Kind.DATABASE_RESTARTS);
        world.say(() -> "the database goes down");
        world.database.goDown();
        long length = chance.between(0, 10 * MILLI) + chance.skewed(0, lease);
        world.effectIn(length);
        world.timeline.after(length, () -> {
            int forgotten = !world.scenario.losesCommits() ? 0 : chance.percent(40) ? 1 : (int) chance.skewed(0, 40);
            world.tally.add(Kind.LOST_COMMITS, forgotten);
            world.database.comeBack(forgotten);
            world.say(() -> "the database is back without its last " + forgotten + " writes");
        });
    }

    private void lock() {
        ComponentName component = chance.pick(world.scenario.components());
        long length = chance.skewed(MILLI, lease);
        world.tally.add(Kind.BUSY_ROWS);
        world.say(() -> "the row of " + component + " is locked for " + length / MILLI + " ms");
        world.database.lock(component);
        world.effectIn(length);
        world.timeline.after(length, () -> world.database.unlock(component));
    }

    private void hints(Jvm jvm) {
        world.tally.add(Kind.HINT_FLOODS);
        for (long i = chance.between(1, 30); i > 0; i--) {
            Hint hint = world.database
                    .row(chance.pick(world.scenario.components()))
                    .filter(row -> chance.percent(50))
                    .map(row -> new Hint(row.lease().term()))
                    .orElse(Hint.LOOK);
            jvm.later(chance.between(0, 100 * MILLI), () -> jvm.stores.forEach(store -> store.hint(hint)));
        }
    }

    private void resign(Jvm jvm) {
        Candidate candidate = candidate(jvm);
        boolean isStorm = chance.percent(15);
        for (int i = isStorm ? 20 : 1; i > 0; i--) {
            jvm.later(isStorm ? chance.between(0, 50 * MILLI) : 0, candidate::resign);
        }
    }
}
