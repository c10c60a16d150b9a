// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.TermId;
import io.github.elector.time.Moment;

/** A term as the driver and its work have it: valid or not at the moment of the question, its work running or not. */
final class SimulatedTerm {
    final Replica replica;
    final TermId id;
    final Validity validity;
    final long begunAt;
    boolean ended;
    long endedAt;
    Moment endedMoment;
    boolean saidNo;
    boolean workRuns = true;
    boolean overran;

    /** Fenced writes that are under way: its work has not ended before they have. */
    int acts;

    SimulatedTerm(Replica replica, TermId id, Validity validity, long begunAt, Moment begunMoment) {
        this.replica = replica;
        this.id = id;
        this.validity = validity;
        this.begunAt = begunAt;
        this.endedMoment = begunMoment;
    }

    /** What it would answer; nobody has asked. */
    boolean isValid(Moment now) {
        return !ended && !saidNo && validity.isValid(now);
    }

    /** Whether it lets its work do something: while it is valid, and within the stop budget after that. */
    boolean allows(Moment now) {
        long sinceEnd = ended ? now.nanos() - endedMoment.nanos() : 0;
        return isValid(now) || (ended && workRuns && sinceEnd < replica.timing.stopNanos());
    }

    /** The question of a reader: once no, always no. */
    boolean ask(Moment now) {
        saidNo |= !isValid(now);
        return !saidNo;
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
