// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.host.Host;
import io.github.elector.host.HostCommand;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.simulation.Scenario.Fencing;
import io.github.elector.simulation.Tally.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user's code and the deployer do on one replica: they open gates, begin and end work, and say so; well, late,
 * never, more than once, or about another term.
 */
final class UserWork {
    private static final int MOST_TRIES_OF_A_RAISE = 30;
    private static final SessionId SOMEBODY = new SessionId("somebody/else");

    private final World world;
    private final Replica replica;

    /** What the host is told of a term. */
    private interface Saying {
        List<HostCommand> to(Host host, TermId term);
    }

    UserWork(World world, Replica replica) {
        this.world = world;
        this.replica = replica;
    }

    private void say(long ownNanos, TermId id, Saying saying) {
        replica.later(ownNanos, () -> tell(id, saying));
    }

    private void tell(TermId id, Saying saying) {
        replica.on(host -> saying.to(host, id));
        if (world.isTroubled()) {
            world.tally.add(Kind.SAID_TWICE);
            replica.later(world.slowStep(replica.timing), () -> replica.on(host -> saying.to(host, id)));
        }
    }

    /** Somebody mixes up terms. */
    private void sayOfAnother(TermId id, Saying saying) {
        if (world.isTroubled()) {
            world.tally.add(Kind.SAID_OF_ANOTHER);
            TermId wrong = new TermId(id.component(), id.number(), SOMEBODY);
            replica.later(world.slowStep(replica.timing), () -> replica.on(host -> saying.to(host, wrong)));
        }
    }

    // Gates.

    void openGates(TermId term) {
        if (world.scenario.isBehind(Fencing.TABLE)) {
            new Raise(term).begin();
            return;
        }
        sayOfAnother(term, this::gatesOpened);
        if (world.isTroubled()) {
            world.tally.add(Kind.GATES_FAILED);
            // Terms above the database's clock are those that could be issued twice after a loss: G2 excludes them.
            boolean mayBeAhead = !world.scenario.losesCommits();
            long ahead = mayBeAhead && world.chance.percent(30) ? term.number() + world.chance.between(0, 5_000) : -1;
            replica.fault(() -> gateFails(term, ahead));
        } else if (world.isTroubled()) {
            replica.fault(() -> tell(term, this::gatesOpened));
        } else {
            say(world.quickStep(replica.timing), term, this::gatesOpened);
        }
    }

    private List<HostCommand> gatesOpened(Host host, TermId term) {
        return host.gatesOpened(term, replica.clock.now());
    }

    private void gateFails(TermId term, long ahead) {
        if (ahead < 0) {
            replica.unwilling(term.component(), Long.MAX_VALUE);
        } else {
            world.tally.add(Kind.FENCES_AHEAD);
        }
        tell(term, (host, id) -> host.gatesFailed(id, ahead, replica.clock.now()));
    }

    /** A leader wrote through a fence that stands at a later term, or at its own under another session. */
    void foundFenceAhead(TermId id, long ahead) {
        SimulatedTerm term = replica.begun(id.component());
        if (term != null && term.id.equals(id)) {
            world.tally.add(Kind.LEADERS_BEHIND_FENCE);
            replica.on(host -> host.gatesFailed(id, ahead, replica.clock.now()));
        }
    }

    /** A gate that raises the fence in the other database, and is given up after twice the limit or a lease. */
    private final class Raise {
        private final TermId term;
        private boolean isOver;
        private int tries;

        Raise(TermId term) {
            this.term = term;
        }

        void begin() {
            long way = world.wayTo(replica);
            if (way >= 0) {
                world.timeline.after(way, this::execute);
            }
            long deadline = Math.min(2 * world.scenario.writing().limitNanos(), replica.timing.leaseNanos());
            replica.later(deadline, () -> {
                if (!isOver) {
                    isOver = true;
                    world.tally.add(Kind.GATES_FAILED);
                    gateFails(term, -1);
                }
            });
        }

        private void execute() {
            TermId at = world.vault.raise(term);
            if (at == null) {
                world.tally.add(Kind.RAISES_THAT_WAIT, tries == 0 ? 1 : 0);
                if (tries++ < MOST_TRIES_OF_A_RAISE) {
                    long wait = world.scenario.writing().limitNanos() / 10;
                    world.vault.fence.queue(term.component(), wait);
                    world.timeline.after(wait, this::execute);
                }
                return;
            }
            world.say(() -> replica + " raises the fence for " + term + ": it stands at " + at);
            int life = replica.incarnation();
            long way = world.wayFrom(replica);
            if (way >= 0) {
                world.timeline.after(way, () -> replica.arrive(life, () -> answered(at)));
            }
        }

        private void answered(TermId at) {
            if (isOver) {
                return;
            }
            isOver = true;
            if (at.equals(term)) {
                tell(term, UserWork.this::gatesOpened);
            } else {
                gateFails(term, at.number());
            }
        }
    }

    // Work.

    void begin(SimulatedTerm term, @Nullable SimulatedTerm before) {
        TermId id = term.id;
        if (before != null && world.isTroubled()) {
            world.tally.add(Kind.SAID_OF_ANOTHER);
            TermId old = before.id;
            replica.later(
                    world.quickStep(replica.timing),
                    () -> replica.on(host -> host.workEnded(old, replica.clock.now())));
        }
        if (!world.isTroubled()) {
            say(world.quickStep(replica.timing), id, (host, begun) -> host.workBegun(begun, replica.clock.now()));
        } else if (world.chance.percent(60)) {
            replica.fault(() -> fail(id));
        } else {
            world.tally.add(Kind.BEGINS_UNANSWERED);
        }
        if (world.scenario.writing().isDone()) {
            new Writer(world, term).begin();
        }
    }

    /** The work of a term did not start, or died. */
    void fail(TermId id) {
        world.tally.add(Kind.WORK_FAILURES);
        replica.unwilling(id.component(), Long.MAX_VALUE);
        tell(id, (host, failed) -> host.workFailed(failed, replica.clock.now()));
    }

    void end(SimulatedTerm term) {
        sayOfAnother(term.id, this::workEnded);
        if (!world.isTroubled()) {
            end(term, world.quickStep(replica.timing));
            return;
        }
        if (world.chance.percent(40)) {
            say(world.quickStep(replica.timing), term.id, (host, stuck) -> host.workStuck(stuck, replica.clock.now()));
        }
        if (world.chance.percent(60)) {
            end(term, world.slowStep(replica.timing) + replica.timing.stopNanos() / 2);
        } else {
            world.say(() -> "the work of " + term + " hangs");
            world.hung(term);
        }
    }

    /** The work ends after a while, whether the event loop runs or not; the event loop is told. */
    void end(SimulatedTerm term, long ownNanos) {
        int life = replica.incarnation();
        world.timeline.after(replica.clock.trueNanos(ownNanos), () -> {
            if (life != replica.incarnation() || !term.workRuns) {
                return;
            }
            if (term.acts > 0) {
                // A fenced write is still under way, and is as much its work as what was deployed.
                end(term, world.scenario.writing().limitNanos() / 8);
                return;
            }
            term.workRuns = false;
            world.say(() -> "the work of " + term + " has ended");
            replica.arrive(life, () -> tell(term.id, this::workEnded));
        });
    }

    private List<HostCommand> workEnded(Host host, TermId term) {
        return host.workEnded(term, replica.clock.now());
    }
}
