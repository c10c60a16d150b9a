// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.TermId;
import io.github.elector.simulation.Tally.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What the work of a term writes, each time both through the fence and without it.
 *
 * <p>Careful work asks its term first, and may be paused between that and its write. Careless work never asks, and goes on
 * after its term: a timer somebody forgot.
 */
final class Writer {
    private static final int MOST = 25;
    private static final long MILLI = 1_000_000;

    private final World world;
    private final Replica replica;
    private final SimulatedTerm term;
    private final Fence fence;
    private final long limitNanos;
    private final boolean careless;
    private int writes;

    Writer(World world, SimulatedTerm term) {
        this.world = world;
        this.replica = term.replica;
        this.term = term;
        this.fence = world.fence();
        this.limitNanos = world.scenario.writing().limitNanos();
        this.careless = world.chance.percent(25);
    }

    void begin() {
        if (writes++ < MOST) {
            long lease = replica.timing.leaseNanos();
            replica.later(world.chance.between(lease / 10, lease), this::act);
        }
    }

    private void act() {
        if (careless) {
            world.tally.add(Kind.CARELESS_WRITES, term.ended ? 1 : 0);
            write();
        } else if (term.allows(replica.clock.now())) {
            // Between the check and the write anything may happen.
            term.acts++;
            replica.later(world.chance.percent(30) ? world.chance.between(0, 50 * MILLI) : 0, this::write);
        }
        if (careless || term.workRuns) {
            begin();
        }
    }

    private void write() {
        Act act = new Act();
        replica.later(limitNanos, act::giveUp);
        long way = world.wayTo(replica);
        boolean isOneStatement = world.chance.percent(50);
        if (way >= 0) {
            world.timeline.after(way, () -> {
                if (fence.isReadable(term.id.component())) {
                    execute(act, isOneStatement);
                }
            });
        }
    }

    private void execute(Act act, boolean isOneStatement) {
        TermId id = term.id;
        if (!isOneStatement) {
            Fence.Transaction transaction = fence.begin(id);
            world.say(() -> replica + " begins a transaction of " + id + (transaction == null ? ": refused" : ""));
            if (transaction != null) {
                world.tally.add(Kind.TRANSACTIONS);
                act.transaction = transaction;
                answer(() -> goOn(act, transaction));
                return;
            }
        }
        boolean written = isOneStatement && fence.write(id);
        world.say(() -> replica + " writes for " + id + (written ? "" : ": refused"));
        world.referee.wroteUnfenced(id);
        TermId at = written ? null : refused();
        answer(() -> {
            act.end();
            if (at != null && at.number() >= id.number()) {
                replica.work.foundFenceAhead(id, at.number());
            }
        });
    }

    /** The application thinks, says commit, and is told. */
    private void goOn(Act act, Fence.Transaction transaction) {
        replica.later(world.chance.skewed(0, limitNanos), () -> {
            long way = world.wayTo(replica);
            if (act.isOver || way < 0) {
                return;
            }
            world.timeline.after(way, () -> {
                boolean committed = transaction.commit();
                world.say(() -> replica + " commits for " + term.id + (committed ? "" : ": too late"));
                world.tally.add(Kind.TRANSACTIONS_ENDED, committed ? 0 : 1);
                world.referee.wroteUnfenced(term.id);
                answer(act::end);
            });
        });
    }

    private @Nullable TermId refused() {
        world.tally.add(Kind.FENCED_REFUSED);
        TermId at = fence.standsAt(term.id.component());
        boolean tells = world.scenario.isBehind(Scenario.Fencing.TABLE);
        return tells ? at : null;
    }

    private void answer(Runnable event) {
        int life = replica.incarnation();
        long way = world.wayFrom(replica);
        if (way >= 0) {
            world.timeline.after(way, () -> replica.arrive(life, event));
        }
    }

    /** One write under way, which its term waits for unless nobody asked it. */
    private final class Act {
        private boolean isOver;
        private Fence.@Nullable Transaction transaction;

        /** It closes its connection, and the server rolls back. */
        void giveUp() {
            Fence.Transaction opened = transaction;
            if (!isOver && opened != null) {
                world.timeline.after(world.latency(), opened::rollBack);
            }
            end();
        }

        void end() {
            if (!isOver && !careless) {
                term.acts--;
            }
            isOver = true;
        }
    }
}
