// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.election.Candidacy;
import io.github.elector.election.ElectionState;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.TermId;
import io.github.elector.session.ClaimWait;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One election of a host, and what the host keeps about it. */
final class Candidate {
    ElectionState election;

    /** How many looks had been sent when its latest operation ended: what they say of it is out of date. */
    long quietAfterLook;

    /** How many heartbeats had been sent when its latest operation ended: only later ones tell what it holds now. */
    long quietAfterBeat;

    /** The latest look that told something about it, or null. */
    @Nullable
    Sighting seen;

    /** Who led by that look, or null for nobody. */
    @Nullable
    TermId leader;

    /** Whether anybody was told yet who leads, or that nobody does. */
    boolean told;

    /** Whether it was granted the lease since that look, so that whoever led by it does not any more. */
    boolean hasLedSince;

    /** What {@link #leader} advertises, or null for nothing. */
    @Nullable
    String metadata;

    /** What it has to wait for by that look, or null. */
    @Nullable
    Waiting waiting;

    /** Who holds it as far as is known without reading it again, or null. */
    @Nullable
    Holder holder;

    /** The term that {@link #holder} holds of it. */
    @Nullable
    TermId counted;

    /** The latest round of looks that has read it. */
    long readInRound;

    /** The time it was put into the queue of wakes for, while it is there. */
    OptionalLong queuedWake = OptionalLong.empty();

    Candidate(ElectionState election, long looksSent) {
        this.election = election;
        this.quietAfterLook = looksSent;
    }

    boolean holds(TermId term) {
        return term.equals(election.inHand());
    }

    /** A look has shown this term of the holder. */
    void count(Holder by, TermId term) {
        holder = by;
        counted = term;
        by.counted++;
    }

    /** The holder holds it no longer, or nobody knows. */
    void uncount() {
        if (holder != null) {
            holder.counted--;
        }
        holder = null;
        counted = null;
    }

    ComponentName component() {
        return election.candidacy().component();
    }

    Position position() {
        boolean leads = election.phase() == ElectionState.Phase.LEADING;
        boolean isPast = hasLedSince || election.inHand() != null;
        TermId other = isPast ? null : leader;
        return new Position(
                election.phase(),
                election.inHand(),
                leads ? election.inHand() : other,
                isPast ? null : metadata,
                seen != null || leads,
                seen,
                election.phase() == ElectionState.Phase.STANDBY ? longestWait() : null,
                election.candidacy().workFailures());
    }

    private @Nullable Waiting longestWait() {
        Candidacy candidacy = election.candidacy();
        Waiting seenWaiting = waiting;
        long stayOutUntil = candidacy.stayOutUntilNanos();
        boolean isStay = candidacy.stayingOut() && (seenWaiting == null || stayOutUntil - seenWaiting.untilNanos() > 0);
        return isStay ? new Waiting(ClaimWait.Cause.STAYS_OUT, stayOutUntil) : seenWaiting;
    }
}
