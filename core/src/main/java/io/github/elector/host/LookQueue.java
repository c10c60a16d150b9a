// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.lease.ComponentName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be read by looks: in rounds, each of which reads once what had to be read when it began, so many components
 * at a time.
 *
 * <p>Open are the candidates that have to be read in every round; the others stand by and count on what their holder
 * still holds, see {@link Holders}.
 */
final class LookQueue {
    private final int atOnce;
    private final Set<Candidate> open = new LinkedHashSet<>();
    private final Set<Candidate> todo = new LinkedHashSet<>();
    private final Set<ComponentName> audited = new LinkedHashSet<>();
    private List<ComponentName> latestAudit = List.of();
    private int standingBy;
    private long round;
    /** A heartbeat may ask for another audit before the one before is over: the rest must not wait for the last of them. */
    private boolean restFirst;

    /** Reads so many components at a time. */
    LookQueue(int atOnce) {
        this.atOnce = atOnce;
    }

    /** From now on looks should cover it. */
    void enter(Candidate candidate) {
        standingBy++;
        open.add(candidate);
    }

    /** Looks should not cover it any more. */
    void leave(Candidate candidate) {
        standingBy--;
        open.remove(candidate);
        todo.remove(candidate);
    }

    boolean isAnybodyStandingBy() {
        return standingBy > 0;
    }

    /** Whether one look cannot read all that stand by. */
    boolean isCrowded() {
        return standingBy > atOnce;
    }

    /** It has to be read in every round: in this one too, unless it has been. */
    void open(Candidate candidate) {
        open.add(candidate);
        if (candidate.readInRound != round) {
            todo.add(candidate);
        }
    }

    /** It need not be read as long as its holder holds what it held. */
    void settle(Candidate candidate) {
        open.remove(candidate);
        todo.remove(candidate);
    }

    /** These are read as well, once, whether they stand by or not. */
    void audit(Set<ComponentName> components) {
        audited.addAll(components);
    }

    void beginRound() {
        round++;
        todo.addAll(open);
    }

    /** Whether the round needs more looks. */
    boolean hasMore() {
        return !todo.isEmpty() || !audited.isEmpty();
    }

    /** What the next look of the round reads. Where it cannot read both, audits and the rest come first in turns. */
    List<ComponentName> next(Elections elections) {
        Set<ComponentName> next = new LinkedHashSet<>();
        if (restFirst) {
            takeRest(next);
            takeAudited(next, elections);
        } else {
            takeAudited(next, elections);
            takeRest(next);
        }
        restFirst = !restFirst && !todo.isEmpty();
        return new ArrayList<>(next);
    }

    private void takeAudited(Set<ComponentName> next, Elections elections) {
        List<ComponentName> taken = new ArrayList<>();
        for (var each = audited.iterator(); each.hasNext() && next.size() < atOnce; each.remove()) {
            ComponentName component = each.next();
            Candidate candidate = elections.find(component);
            // What a look says of an operation that is under way is dropped.
            if (candidate == null || !candidate.election.isAsking()) {
                next.add(component);
                taken.add(component);
            }
        }
        latestAudit = taken;
    }

    private void takeRest(Set<ComponentName> next) {
        for (var each = todo.iterator(); each.hasNext() && next.size() < atOnce; each.remove()) {
            Candidate candidate = each.next();
            candidate.readInRound = round;
            next.add(candidate.component());
        }
    }

    /** The look was not answered. What is open is read in the next round anyway. */
    void failed() {
        audited.addAll(latestAudit);
    }
}
