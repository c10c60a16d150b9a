// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.election.ElectionState;
import io.github.elector.lease.TermId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One election of a host, and what the host keeps about it. */
final class Candidate {
    ElectionState election;

    /** How many looks had been sent when its latest operation ended: what they say of it is out of date. */
    long quietAfterLook;

    /** How many heartbeats had been sent when its latest operation ended: only later ones tell what it holds now. */
    long quietAfterBeat;

    /** Whether any look told something about it. */
    boolean known;

    /** When the latest such look arrived. */
    long seenAtNanos;

    /** Who led by that look, or null for nobody. */
    @Nullable
    TermId leader;

    /** The time it was put into the queue of wakes for, while it is there. */
    OptionalLong queuedWake = OptionalLong.empty();

    Candidate(ElectionState election, long looksSent) {
        this.election = election;
        this.quietAfterLook = looksSent;
    }

    boolean holds(TermId term) {
        return term.equals(election.inHand());
    }

    Position position() {
        boolean leads = election.phase() == ElectionState.Phase.LEADING;
        return new Position(
                election.phase(), election.inHand(), leads ? election.inHand() : leader, known || leads, seenAtNanos);
    }
}
