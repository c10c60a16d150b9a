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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows true time and everything that happened, and throws a {@link Violation} when a promise is broken. */
final class Referee {
    private final World world;
    private final Map<ComponentName, Long> highest = new HashMap<>();
    private final Map<ComponentName, TermId> lastLeader = new HashMap<>();
    private final Map<ComponentName, EndReason> lastEnd = new HashMap<>();
    private final Map<ComponentName, List<SimulatedTerm>> live = new HashMap<>();
    private final Map<ComponentName, List<SimulatedTerm>> contested = new LinkedHashMap<>();
    private final Map<ComponentName, Long> releasedAt = new HashMap<>();
    private final Map<ComponentName, TermId> lastReleased = new HashMap<>();
    private final Set<TermId> begunEver = new HashSet<>();
    private final Set<TermId> saidNo = new HashSet<>();

    Referee(World world) {
        this.world = world;
    }

    /** G1 and G4, after every event, for what more than one term is about. */
    void check() {
        for (Iterator<List<SimulatedTerm>> each = contested.values().iterator(); each.hasNext(); ) {
            List<SimulatedTerm> terms = each.next();
            terms.removeIf(term -> term.ended && !term.workRuns);
            if (terms.size() < 2) {
                each.remove();
            } else {
                check(terms);
            }
        }
    }

    private void check(List<SimulatedTerm> terms) {
        SimulatedTerm valid = null;
        for (SimulatedTerm term : terms) {
            if (term.ended) {
                continue;
            }
            if (term.isValid(term.replica.clock.now())) {
                if (valid != null) {
                    throw new Violation("G1: two valid terms, " + valid + " and " + term);
                }
                valid = term;
            }
            terms.forEach(older -> checkOlderWork(older, term));
        }
    }

    /** Work of an older term is inside its budget until its stop budget is spent, or its lease may be taken by others. */
    private void checkOlderWork(SimulatedTerm older, SimulatedTerm newer) {
        Replica other = older.replica;
        if (!older.workRuns || other == newer.replica || older.id.number() >= newer.id.number()) {
            return;
        }
        long now = world.timeline.now();
        boolean withinStop = !older.ended || now < older.endedAt + other.clock.trueNanos(other.timing.stopNanos());
        if (withinStop && now < older.validity.hardEndAt(other.clock)) {
            throw new Violation("G4: " + newer + " is announced while the work of " + older + " may still run");
        }
    }

    /** This term and the one before it that has not died out yet are looked at from now on. */
    private void watch(SimulatedTerm term) {
        List<SimulatedTerm> terms = live.computeIfAbsent(term.id.component(), any -> new ArrayList<>());
        terms.removeIf(older -> older.ended && !older.workRuns);
        terms.add(term);
        if (terms.size() > 1) {
            contested.put(term.id.component(), terms);
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

    /** The database has a new session. */
    void opened() {
        world.badMoment(3);
    }

    /** The database granted a term. */
    void granted(TermId term) {
        Long before = highest.put(term.component(), term.number());
        if (before != null && before >= term.number()) {
            throw new Violation("G2: term " + term + " was granted after term " + before);
        }
        world.badMoment(15);
    }

    /** The database was asked to take a lease back. */
    void released(TermId term, boolean really) {
        if (really) {
            releasedAt.put(term.component(), world.timeline.now());
            lastReleased.put(term.component(), term);
            world.badMoment(5);
        }
    }

    /** When the lease of this component was given back most recently. */
    long releasedAt(ComponentName component) {
        return releasedAt.getOrDefault(component, 0L);
    }

    /** A write came through a fence. */
    void wrote(TermId term) {
        world.tally.add(Kind.FENCED_WRITES);
        TermId leader = lastLeader.get(term.component());
        boolean behindLease = world.scenario.isBehind(Scenario.Fencing.LEASE);
        // What was granted, announced or given back may be lost, and the fence with it: then the ledger alone counts.
        boolean mayBeLost = behindLease && world.scenario.losesCommits();
        if (leader != null && leader.number() > term.number() && !mayBeLost) {
            throw new Violation("G3: " + term + " writes through the fence after " + leader + " was announced");
        }
        if (behindLease && !mayBeLost && wasFollowed(term)) {
            throw new Violation("G3: " + term + " writes through the fence after a later term was granted");
        }
        if (behindLease && !mayBeLost && term.equals(lastReleased.get(term.component()))) {
            throw new Violation("G3: " + term + " writes through the fence after it was given back");
        }
        world.badMoment(5);
    }

    private boolean wasFollowed(TermId term) {
        return highest.getOrDefault(term.component(), Long.MIN_VALUE) > term.number();
    }

    /** The same write without a fence, of which nobody can say that it comes in time. */
    void wroteUnfenced(TermId term) {
        TermId leader = lastLeader.get(term.component());
        world.tally.add(Kind.UNFENCED_WRITES);
        world.tally.add(Kind.UNFENCED_STALE, leader != null && leader.number() > term.number() ? 1 : 0);
    }

    /** The database was asked to close somebody's session. */
    void expired(SessionId session, boolean closed) {
        world.tally.add(closed ? Kind.EXPIRIES : Kind.EXPIRIES_REFUSED);
        world.badMoment(closed ? 5 : 0);
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
        if (call != null && call.answers > 1) {
            throw new Violation("the answer to " + call + " was accepted twice: " + command);
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
        if (world.scenario.isBehind(Scenario.Fencing.TABLE) && !world.vault.hasSeen(term.id)) {
            throw new Violation(
                    "G3: " + term + " is announced while the fence stands at " + world.vault.standsAt(component));
        }
        watch(term);
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
        if (world.isCalm(term.id.component())) {
            throw new Violation("G6: " + term + " ends while all is well: " + command.reason());
        }
    }

    /** L3: a session lapses only if something stood in the way of its heartbeats. */
    void lapses(Replica replica, Validity validity, EndReason reason) {
        boolean byItself = reason == EndReason.STORE_UNREACHABLE || reason == EndReason.CLOCK_JUMP;
        if (byItself && validity.grant != null && replica.troubledAt() < validity.sentAt) {
            throw new Violation("L3: a session of " + replica + " lapses although nothing went wrong: " + reason);
        }
    }

    /** L5: it has closed, or should have by now. */
    void closes(Replica replica, long nanos, long bound) {
        world.tally.closed((double) nanos / bound, world.scenario.seed());
        if (nanos > bound) {
            throw new Violation("L5: " + replica + " needs more than " + nanos + " ns to close, of " + bound);
        }
    }

    /** L4: a host has so many things in its collections. */
    void remembers(Replica replica, long things, long bound) {
        world.tally.remembered((double) things / bound, world.scenario.seed());
        if (things > bound) {
            throw new Violation("L4: " + replica + " remembers " + things + " things, of at most " + bound);
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
