// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.Term;
import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.simulation.Chance;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A verticle of a user's work. It starts and stops late, never, or not at all; meanwhile it acts, dies, undeploys itself,
 * and hangs throwing handlers on its term.
 */
final class PlayedWork implements Deployable {
    private static final long MILLI = 1_000_000;

    final Candidate candidate;
    final Term term;
    final int piece;
    private final Jvm jvm;
    private final World world;
    private final Chance chance;
    private @Nullable Context own;
    private boolean starts;
    private boolean runs;
    private @Nullable Runnable hanging;

    PlayedWork(Candidate candidate, Term term, int piece) {
        this.candidate = candidate;
        this.term = term;
        this.piece = piece;
        this.jvm = candidate.jvm;
        this.world = jvm.world;
        this.chance = new Chance(world.scenario.seed() ^ (jvm + " " + term + piece).hashCode());
    }

    @Override
    public Future<?> deploy(Context context) {
        own = context;
        starts = true;
        world.tally.add(Kind.WORK_STARTS);
        world.say(() -> this + " starts");
        world.referee.starts(this);
        if (chance.percent(30)) {
            term.ended().onSuccess(reason -> {
                world.referee.toldTheEnd(this);
                if (chance.percent(30)) {
                    throw new UserError("a handler of ended throws");
                }
            });
        }
        if (!world.isTroubled()) {
            return started(Settling.in(jvm, chance, chance.between(0, 20 * MILLI), null));
        }
        world.tally.add(Kind.WORK_TROUBLE);
        candidate.unwilling(Long.MAX_VALUE);
        long in = world.lateness();
        world.effectIn(in + world.scenario.startHangsNanos() + world.scenario.overrunNanos());
        return switch ((int) chance.between(0, 5)) {
            case 0, 1 -> started(Settling.in(jvm, chance, in, null));
            case 2 -> started(hang());
            case 3 -> started(Settling.in(jvm, chance, in, new UserError("a start fails")));
            case 4 -> {
                gone();
                throw new UserError("a start throws");
            }
            default -> {
                gone();
                yield null;
            }
        };
    }

    private Future<?> started(Future<?> start) {
        return start.onComplete(
                done -> {
                    runs = true;
                    actLater();
                },
                failed -> gone());
    }

    @Override
    public Future<?> undeploy(Context context) {
        world.say(() -> this + " stops");
        if (chance.percent(20)) {
            act(chance.between(0, world.scenario.timing().stopNanos()));
        }
        if (!world.isTroubled()) {
            return stopped(Settling.in(jvm, chance, chance.between(0, quickest()), null));
        }
        world.tally.add(Kind.WORK_TROUBLE);
        candidate.unwilling(Long.MAX_VALUE);
        long in = world.lateness();
        world.effectIn(in + world.scenario.overrunNanos());
        return switch ((int) chance.between(0, 5)) {
            case 0, 1 -> stopped(Settling.in(jvm, chance, in, null));
            case 2 -> stopped(hang());
            case 3 -> stopped(Settling.in(jvm, chance, in, new UserError("a stop fails")));
            case 4 -> {
                gone();
                throw new UserError("a stop throws");
            }
            default -> {
                gone();
                yield null;
            }
        };
    }

    private long quickest() {
        return Math.min(20 * MILLI, world.scenario.timing().stopNanos() / 2);
    }

    private Future<?> stopped(Future<?> stop) {
        return stop.onComplete(any -> gone());
    }

    private void gone() {
        runs = false;
        starts = false;
        world.say(() -> this + " is gone");
        world.referee.gone(this);
    }

    private Future<?> hang() {
        Promise<Void> never = Promise.promise();
        world.hangs(this);
        hanging = never::tryComplete;
        return never.future();
    }

    /** What hung comes through. */
    void comeThrough() {
        Runnable end = hanging;
        if (end != null) {
            jvm.later(chance.between(0, 20 * MILLI), end);
        }
    }

    private void actLater() {
        long lease = world.scenario.timing().leaseNanos();
        jvm.later(chance.between(lease / 20, lease / 3), () -> {
            if (runs) {
                onOwnContext(this::actSomehow);
                actLater();
            }
        });
    }

    private void onOwnContext(Runnable act) {
        try {
            own.runOnContext(turn -> {
                try {
                    act.run();
                } catch (RejectedExecutionException poolClosed) {
                    // It was undeployed meanwhile, and what it does on its context is its own affair.
                }
            });
        } catch (RejectedExecutionException poolClosed) {
            // The same.
        }
    }

    private void actSomehow() {
        if (!runs) {
            return;
        }
        switch ((int) chance.between(0, 3)) {
            case 0 -> world.referee.answered(term, term.isValid());
            case 1 -> act(chance.between(0, 50 * MILLI));
            case 2 -> term.whileValid(() -> Settling.in(jvm, chance, chance.between(0, 20 * MILLI), null));
            default ->
                own.executeBlocking(() -> {
                    world.referee.answered(term, term.isValid());
                    return null;
                });
        }
    }

    /** An act that is as much work of the term as its verticles. */
    private void act(long nanos) {
        boolean hangs = world.isTroubled() && chance.percent(10);
        long length = hangs ? world.lateness() : nanos;
        boolean[] called = {false};
        Future<Void> done = term.asWork(() -> {
            called[0] = true;
            world.tally.add(Kind.ACTS);
            world.referee.acts(this);
            world.effectIn(hangs ? length + world.scenario.overrunNanos() : 0);
            return Settling.in(jvm, chance, length, null).onComplete(any -> world.referee.acted(this));
        });
        if (!called[0]) {
            world.tally.add(Kind.ACTS_REFUSED);
            if (!done.failed()) {
                throw new AssertionError("an act that was not called did not fail");
            }
        }
    }

    /** The work says that it cannot go on. */
    void fail() {
        if (runs) {
            world.tally.add(Kind.WORK_FAILURES);
            candidate.unwilling(Long.MAX_VALUE);
            world.say(() -> this + " fails");
            term.fail(new UserError("the work cannot go on"));
        }
    }

    /** Somebody undeploys it by mistake. */
    void undeployItself() {
        if (runs) {
            world.tally.add(Kind.WORK_UNDEPLOYED);
            candidate.unwilling(Long.MAX_VALUE);
            world.say(() -> this + " is undeployed");
            jvm.vertx.undeploy(own.deploymentID());
        }
    }

    boolean isRunning() {
        return starts;
    }

    @Override
    public String toString() {
        return jvm + " work " + piece + " of " + term.id();
    }
}
