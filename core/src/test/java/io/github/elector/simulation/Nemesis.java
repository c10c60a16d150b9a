// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.simulation.Scenario.Fault;
import io.github.elector.simulation.SimulatedDatabase.Comeback;
import io.github.elector.simulation.Tally.Kind;
import io.github.elector.store.Hint;
import java.util.List;

/** Does harm until it is told to stop. */
final class Nemesis {
    private static final long MILLI = 1_000_000;
    private static final SessionId SOMEBODY = new SessionId("somebody/else");

    private final World world;
    private final Chance chance;
    private final List<Fault> faults;
    private boolean stopped;

    Nemesis(World world) {
        this.world = world;
        this.chance = world.chance;
        this.faults = List.copyOf(world.scenario.faults());
    }

    void begin() {
        if (!faults.isEmpty()) {
            planNext();
        }
    }

    void stop() {
        stopped = true;
    }

    private void planNext() {
        world.timeline.after(chance.between(MILLI, world.scenario.pauseNanos()), () -> {
            if (!stopped) {
                strike(chance.pick(faults));
                planNext();
            }
        });
    }

    private void strike(Fault fault) {
        Replica replica = victim();
        ComponentName component = chance.pick(world.scenario.components());
        world.tally.add(Kind.FAULTS);
        switch (fault) {
            case CRASH -> crash(replica);
            case PAUSE -> pause(replica, false);
            case SUSPEND -> pause(replica, true);
            case PARTITION -> partition(replica);
            case WALL_STEP -> stepWall(replica);
            case DATABASE_STEP -> stepDatabase();
            case DATABASE_RESTART -> restartDatabase();
            case RESIGN -> resign(replica, component);
            case RETIRE -> retire(replica, component);
            case CLOSE -> close(replica);
            case BUSY_ROW -> lock(component);
            case HINTS -> hints(replica);
            case WORK_FAILURE -> failWork(replica, component);
            case FENCE_RAISED -> raiseFence(component);
        }
    }

    /** Leaders are hit more often than chance would have it. */
    private Replica victim() {
        List<Replica> leaders =
                world.replicas.stream().filter(Replica::leadsAny).toList();
        return leaders.isEmpty() || chance.percent(40) ? chance.pick(world.replicas) : chance.pick(leaders);
    }

    private void crash(Replica replica) {
        if (replica.isUp()) {
            world.tally.add(Kind.CRASHES);
            replica.crash();
            world.startLater(replica);
        }
    }

    private void pause(Replica replica, boolean withTheMachine) {
        if (!replica.isUp() || replica.isPaused()) {
            return;
        }
        world.tally.add(withTheMachine ? Kind.SUSPENDS : Kind.PAUSES);
        world.tally.add(Kind.PAUSES_OF_LEADERS, replica.leadsAny() ? 1 : 0);
        replica.pause(withTheMachine);
        int incarnation = replica.incarnation();
        long length = chance.between(MILLI, 2 * replica.timing.leaseNanos());
        world.effectAt(world.timeline.now() + length);
        world.timeline.after(length, () -> {
            if (replica.incarnation() == incarnation && replica.isUp()) {
                replica.resume(withTheMachine ? length : 0);
            }
        });
    }

    private void partition(Replica replica) {
        world.tally.add(Kind.PARTITIONS);
        boolean answersOnly = chance.percent(40);
        replica.requestsAreCut = !answersOnly;
        replica.answersAreCut = answersOnly;
        replica.troubled();
        long length = chance.between(MILLI, 2 * replica.timing.leaseNanos());
        world.say(() -> replica + " is cut off" + (answersOnly ? " from answers" : ""));
        world.timeline.after(length, () -> heal(replica));
    }

    void heal(Replica replica) {
        replica.requestsAreCut = false;
        replica.answersAreCut = false;
    }

    private void stepWall(Replica replica) {
        long lease = replica.timing.leaseNanos() / MILLI;
        long step = chance.percent(10)
                ? chance.between(-2_000_000_000_000L, 2_000_000_000_000L)
                : chance.between(-2 * lease, 2 * lease);
        world.tally.add(Kind.WALL_STEPS);
        world.say(() -> replica + " sets its wall clock by " + step + " ms");
        replica.clock.stepWall(step);
        replica.troubled();
    }

    private void stepDatabase() {
        long lease = world.scenario.longestLease() / MILLI;
        boolean onlyForward = world.scenario.losesCommits();
        long step = chance.between(onlyForward ? 0 : -5 * lease, 5 * lease);
        world.tally.add(Kind.DATABASE_STEPS);
        world.say(() -> "the database sets its clock by " + step + " ms");
        world.database.stepClock(step);
    }

    void restartDatabase() {
        if (stopped || world.database.isDown()) {
            return;
        }
        world.tally.add(Kind.DATABASE_RESTARTS);
        world.say(() -> "the database goes down");
        world.database.goDown();
        long length = chance.between(0, 10 * MILLI) + chance.skewed(0, world.scenario.longestLease());
        world.effectAt(world.timeline.now() + length);
        world.timeline.after(length, () -> {
            Comeback comeback = world.scenario.losesCommits() ? loseCommits() : comeBack();
            world.database.comeBack(comeback);
            world.say(() -> "the database is back: " + comeback);
        });
    }

    private Comeback comeBack() {
        Comeback comeback = chance.pick(List.of(Comeback.values()));
        world.tally.add(Kind.PROMOTIONS, comeback == Comeback.PROMOTED ? 1 : 0);
        world.tally.add(Kind.RETURNS, comeback == Comeback.RETURNED ? 1 : 0);
        return comeback;
    }

    private Comeback loseCommits() {
        SimulatedDatabase database = world.database;
        List<ComponentName> components = world.scenario.components();
        int writes = chance.percent(40) ? 1 : (int) chance.skewed(0, 40);
        Comeback comeback = Comeback.RESTARTED;
        if (chance.percent(15)) {
            writes = (int) chance.between(0, database.writes());
            world.tally.add(Kind.BACKUPS_RESTORED);
        } else if (chance.percent(40) && database.hasAllRows(components)) {
            // The very first row of a component, lost in a promotion, is what the design says it cannot cover.
            writes = Math.min(writes, database.forgettable(components));
            world.tally.add(Kind.PROMOTIONS);
            comeback = Comeback.PROMOTED;
        }
        int lost = writes;
        world.tally.add(Kind.LOST_COMMITS, lost);
        world.say(() -> "the database has lost its last " + lost + " writes");
        database.forget(lost);
        return comeback;
    }

    private void resign(Replica replica, ComponentName component) {
        if (replica.isUp() && !replica.isPaused()) {
            world.tally.add(Kind.RESIGNATIONS);
            long stayOut = chance.percent(30) ? 0 : chance.between(0, 2 * replica.timing.leaseNanos());
            world.say(() -> replica + " is asked to resign " + component + " for " + stayOut / MILLI + " ms");
            replica.resign(component, stayOut);
        }
    }

    void retire(Replica replica, ComponentName component) {
        if (!stopped && !replica.isPaused() && replica.campaignsFor(component)) {
            world.tally.add(Kind.RETIREMENTS);
            world.say(() -> replica + " retires from " + component);
            replica.retire(component);
        }
    }

    private void close(Replica replica) {
        if (replica.isUp() && !replica.isPaused()) {
            world.tally.add(Kind.CLOSINGS);
            world.say(() -> replica + " closes");
            replica.close();
        }
    }

    private void lock(ComponentName component) {
        world.tally.add(Kind.BUSY);
        world.database.lock(component);
        world.say(() -> "the row of " + component + " is locked");
        long length = chance.skewed(MILLI, world.scenario.longestLease());
        world.effectAt(world.timeline.now() + length);
        world.timeline.after(length, () -> world.database.unlock(component));
    }

    private void hints(Replica replica) {
        world.tally.add(Kind.HINT_FLOODS);
        for (long i = chance.between(1, 50); i > 0; i--) {
            TermId term = world.database.termOf(chance.pick(world.scenario.components()));
            // Released or not: a hint may be a lie.
            Hint hint = term != null && chance.percent(50) ? new Hint(term) : Hint.LOOK;
            world.hintLater(replica, hint, chance.between(0, 100 * MILLI));
        }
    }

    private void failWork(Replica replica, ComponentName component) {
        SimulatedTerm term = replica.isUp() && !replica.isPaused() ? replica.begun(component) : null;
        if (term != null) {
            world.say(() -> "the work of " + term + " dies");
            replica.work.fail(term.id);
        }
    }

    /** Somebody who should not have has raised a fence. */
    private void raiseFence(ComponentName component) {
        TermId at = world.database.termOf(component);
        if (at != null) {
            TermId above = new TermId(component, at.number() + chance.between(0, 5_000), SOMEBODY);
            world.say(() -> "somebody raises the fence to " + above);
            world.vault.raise(above);
        }
    }
}
