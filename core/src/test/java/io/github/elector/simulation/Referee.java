// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.host.HostCommand;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.session.Grant;
import io.github.elector.simulation.Tally.Kind;
import io.github.elector.time.Moment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows true time and everything that happened, and throws a {@link Violation} when a promise is broken. */
final class Referee {
    private final World world;
    private final Map<ComponentName, Long> highest = new HashMap<>();
    private final Map<ComponentName, TermId> lastLeader = new HashMap<>();
    private final Map<ComponentName, EndReason> lastEnd = new HashMap<>();
    private final Set<TermId> begunEver = new HashSet<>();
    private final Set<TermId> saidNo = new HashSet<>();

    Referee(World world) {
        this.world = world;
    }

    /** G1 and G4, after every event. */
    void check() {
        for (ComponentName component : world.scenario.components()) {
            SimulatedTerm valid = null;
            for (Replica replica : world.replicas) {
                SimulatedTerm term = replica.isUp() ? replica.begun(component) : null;
                if (term == null) {
                    continue;
                }
                if (term.isValid(replica.clock.now())) {
                    if (valid != null) {
                        throw new Violation("G1: two valid terms, " + valid + " and " + term);
                    }
                    valid = term;
                }
                checkOlderWork(component, term);
            }
        }
    }

    /** Work of an older term is inside its budget until its stop budget is spent, or its lease may be taken by others. */
    private void checkOlderWork(ComponentName component, SimulatedTerm newer) {
        for (Replica other : world.replicas) {
            SimulatedTerm older = other == newer.replica || !other.isUp() ? null : other.working(component);
            if (older == null || older.id.number() >= newer.id.number()) {
                continue;
            }
            long now = world.timeline.now();
            boolean withinStop = !older.ended || now < older.endedAt + other.clock.trueNanos(other.timing.stopNanos());
            if (withinStop && now < older.validity.hardEndAt(other.clock)) {
                throw new Violation("G4: " + newer + " is announced while the work of " + older + " may still run");
            }
        }
    }

    /** A reader was answered. */
    void answered(SimulatedTerm term, boolean valid) {
        world.tally.add(Kind.READS);
        if (!valid) {
            saidNo.add(term.id);
        } else if (saidNo.contains(term.id)) {
            throw new Violation("G1: " + term + " said no and then yes");
        }
    }

    /** The database granted a term. */
    void granted(TermId term) {
        Long before = highest.put(term.component(), term.number());
        if (before != null && before >= term.number()) {
            throw new Violation("G2: term " + term + " was granted after term " + before);
        }
        world.granted();
    }

    /** The database was asked to close somebody's session. */
    void expired(SessionId session, boolean closed) {
        world.tally.add(closed ? Kind.EXPIRIES : Kind.EXPIRIES_REFUSED);
        for (Replica replica : world.replicas) {
            if (closed && replica.isUp() && replica.validity(session).isValid(replica.clock.now())) {
                throw new Violation("G6: a candidate closed session " + session + " whose terms are valid");
            }
        }
    }

    /** A grant or a term follows from this answer. */
    void accepted(@Nullable Call call, HostCommand command) {
        if (call != null && call.givenUp) {
            throw new Violation("the answer to " + call + " was accepted after it was given up: " + command);
        }
    }

    void extends_(Replica replica, Validity validity, Grant grant, Moment now) {
        Grant before = validity.grant;
        if (validity.over || (before != null && before.softLeftNanos(now) <= 0)) {
            throw new Violation(replica + " extends a session that is over");
        }
        if (grant.softLeftNanos(now) <= 0) {
            throw new Violation(replica + " extends a session by a grant that is over");
        }
        if (before != null && grant.sentAt().nanos() - before.sentAt().nanos() < 0) {
            throw new Violation(replica + " shortens its grant");
        }
    }

    void begins(SimulatedTerm term, @Nullable SimulatedTerm previous) {
        if (!begunEver.add(term.id)) {
            throw new Violation("G5: " + term + " begins twice");
        }
        if (previous != null && !previous.ended) {
            throw new Violation("G5: " + term + " begins before " + previous + " has ended");
        }
        if (previous != null && previous.workRuns) {
            throw new Violation("G4: " + term + " begins on the node where the work of " + previous + " runs");
        }
        if (!term.isValid(term.replica.clock.now())) {
            throw new Violation("G5: " + term + " is announced and not valid");
        }
        ComponentName component = term.id.component();
        TermId before = lastLeader.put(component, term.id);
        world.tally.add(Kind.TERMS);
        if (before != null && !before.session().equals(term.id.session())) {
            world.tally.add(Kind.LEADER_CHANGES);
            world.tally.add(Kind.HANDOVERS, lastEnd.get(component) == EndReason.RESIGNED ? 1 : 0);
        }
    }

    void ends(@Nullable SimulatedTerm term, HostCommand.EndTerm command) {
        if (term == null || !term.id.equals(command.term()) || term.ended) {
            throw new Violation("G5: " + command.term() + " ends and is not begun");
        }
        lastEnd.put(term.id.component(), command.reason());
        if (command.reason() == EndReason.LEASE_LOST && !world.scenario.losesCommits()) {
            throw new Violation("G6: " + term + " was lost to nobody");
        }
        if (world.isCalm()) {
            throw new Violation("G6: " + term + " ends while all is well: " + command.reason());
        }
    }

    /** The owner is about to give back a lease. */
    void freeing(Replica replica, TermId id) {
        world.tally.add(Kind.STRAY_LEASES, begunEver.contains(id) ? 0 : 1);
        for (SimulatedTerm term : replica.terms()) {
            if (term.id.equals(id)) {
                mayBeFreed(term);
            }
        }
    }

    /** The owner is about to close a session. */
    void freeing(Replica replica, SessionId session) {
        for (SimulatedTerm term : replica.terms()) {
            if (term.id.session().equals(session)) {
                mayBeFreed(term);
            }
        }
    }

    private static void mayBeFreed(SimulatedTerm term) {
        Replica replica = term.replica;
        long keep = replica.timing.stopNanos() + replica.timing.leaseNanos();
        boolean longOver = term.ended && replica.clock.now().nanos() - term.endedMoment.nanos() >= keep;
        if (term.workRuns && !longOver) {
            throw new Violation("G4: the lease of " + term + " is given back while its work runs");
        }
    }
}
