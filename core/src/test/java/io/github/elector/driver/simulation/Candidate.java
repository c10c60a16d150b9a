// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.Elector;
import io.github.elector.FenceAheadException;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.TermId;
import io.github.elector.simulation.Chance;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a user's process does with one component: starts its elector, resigns, closes, starts another. */
final class Candidate {
    private static final long MILLI = 1_000_000;

    final Jvm jvm;
    final ComponentName component;
    private final World world;
    private final Chance chance;
    private final List<Future<Void>> resigned = new ArrayList<>();
    private @Nullable Elector elector;
    private boolean starting;
    private long unwillingUntil;

    Candidate(Jvm jvm, ComponentName component) {
        this.jvm = jvm;
        this.component = component;
        this.world = jvm.world;
        this.chance = new Chance(jvm.chance.bits());
    }

    void start() {
        if (starting || elector != null || jvm.closing) {
            return;
        }
        starting = true;
        Future<Elector> started =
                jvm.hosts.start(jvm.vertx, world.scenario.options(component, jvm.machine.name), work());
        new Promised(jvm, "start", world.scenario.startNanos()).watch(started);
        started.onComplete(
                running -> {
                    starting = false;
                    elector = running;
                    world.say(() -> jvm + " campaigns for " + component);
                },
                refused -> {
                    starting = false;
                    world.say(() -> jvm + " may not campaign for " + component + ": " + refused.getMessage());
                    jvm.later(chance.between(50 * MILLI, 500 * MILLI), this::start);
                });
    }

    private TermWork work() {
        TermWork work = TermWork.none();
        for (int piece = 0; piece < world.scenario.pieces(); piece++) {
            int number = piece;
            DeploymentOptions options = new DeploymentOptions();
            if (chance.percent(world.scenario.workers())) {
                options.setThreadingModel(ThreadingModel.WORKER).setWorkerPoolSize(2);
            }
            work = work.and(term -> made(term, number), options);
        }
        return chance.percent(20) ? work.behind(this::open) : work;
    }

    private PlayedWork made(Term term, int piece) {
        if (world.isTroubled() && chance.percent(10)) {
            world.tally.add(Kind.WORK_TROUBLE);
            unwilling(Long.MAX_VALUE);
            throw new UserError("a verticle cannot be made");
        }
        return new PlayedWork(this, term, piece);
    }

    /** A gate of the user's: it opens at once, late, never, or fails, and answers anywhere. */
    private Future<?> open(TermId term) {
        world.tally.add(Kind.GATES);
        if (!world.isTroubled()) {
            return done(chance.between(0, 20 * MILLI), null);
        }
        long in = world.lateness();
        world.effectIn(in + world.scenario.overrunNanos());
        return switch ((int) chance.between(0, 4)) {
            case 0 -> {
                unwilling(Long.MAX_VALUE);
                throw new UserError("a gate throws");
            }
            case 1 -> {
                unwilling(Long.MAX_VALUE);
                yield Promise.promise().future();
            }
            case 2 -> {
                unwilling(Long.MAX_VALUE);
                yield done(in, new UserError("a gate fails"));
            }
            case 3 ->
                done(chance.between(0, 20 * MILLI), new FenceAheadException(term.number() + chance.between(0, 5_000)));
            default -> {
                unwilling(world.timeline.now() + in + world.scenario.overrunNanos());
                yield done(in, null);
            }
        };
    }

    private Future<Void> done(long in, @Nullable Throwable failure) {
        return Settling.in(jvm, chance, in, failure);
    }

    void resign() {
        Elector running = elector;
        if (running == null) {
            return;
        }
        boolean again = chance.percent(40);
        long millis = again ? 0 : chance.between(0, 2 * world.scenario.millis().lease());
        unwilling(world.timeline.now() + Scenario.bySlowestClock(millis * MILLI));
        world.tally.add(Kind.RESIGNATIONS);
        world.say(() -> jvm + " is asked to resign " + component + " for " + millis + " ms");
        Future<Void> asked = running.resign(Duration.ofMillis(millis));
        resigned.removeIf(Future::isComplete);
        resigned.add(asked);
        if (chance.percent(20)) {
            try {
                asked.onComplete(any -> {
                    throw new UserError("a handler of resign throws");
                });
            } catch (UserError own) {
                // It was answered already, on a context that is closed: the handler ran at once, for whoever set it.
            }
        }
    }

    /** Closed; later another is started. */
    void close() {
        Elector running = elector;
        if (running == null) {
            return;
        }
        elector = null;
        starting = true;
        world.tally.add(Kind.ELECTORS_CLOSED);
        world.say(() -> jvm + " closes its elector for " + component);
        Future<Void> closed = running.close();
        new Promised(jvm, "close", world.scenario.closeNanos()).watch(closed);
        if (chance.percent(20)) {
            // Twice is as good as once.
            new Promised(jvm, "close", world.scenario.closeNanos()).watch(running.close());
        }
        closed.onComplete(done -> {
            starting = false;
            world.say(() -> jvm + " has closed its elector for " + component);
            jvm.later(chance.skewed(MILLI, world.scenario.timing().leaseNanos()), this::start);
        });
    }

    /** Resignations that have not been answered although nothing of an earlier term is in hand. */
    boolean hasForgottenResignations() {
        return resigned.stream().anyMatch(asked -> !asked.isComplete());
    }

    /** The term it leads with, as its users see it. */
    Optional<Term> term() {
        Elector running = elector;
        return running == null ? Optional.empty() : running.term();
    }

    boolean hasElector() {
        return elector != null;
    }

    /** Its machine slept: how long it stays out is counted by a clock that stood still meanwhile. */
    void slept(long from, long length) {
        if (unwillingUntil > from && unwillingUntil < Long.MAX_VALUE) {
            unwillingUntil += length;
        }
    }

    void unwilling(long until) {
        unwillingUntil = Math.max(unwillingUntil, until);
    }

    /** Whether nothing is known that keeps it from leading. */
    boolean isWilling() {
        return jvm.isRunning()
                && elector != null
                && !jvm.closing
                && unwillingUntil <= world.timeline.now()
                && !world.referee.hasOldWork(jvm, component);
    }

    @Override
    public String toString() {
        return jvm + " for " + component;
    }
}
