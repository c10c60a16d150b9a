// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where an election stands; one method for every event, and each answers with the next state and commands.
 *
 * <p>Times are readings of one monotonic clock in nanoseconds and are compared by difference, since it may wrap. An
 * answer that carries another attempt than the one in flight was given up and is ignored.
 */
public sealed interface ElectionState permits Standby, Asking, Opening, Leading, Draining, Releasing, Retired {
    /** An election that is to begin. */
    static ElectionState standby(Candidacy candidacy) {
        return new Standby(candidacy);
    }

    /** An election that exists only to give back a term nobody asked for any more. */
    static Step stray(Candidacy candidacy, TermId term) {
        return Releasing.begin(candidacy.retire(), term, true);
    }

    /** How far an election has come. */
    enum Phase {
        STANDBY,
        ASKING,
        OPENING,
        LEADING,
        DRAINING,
        RELEASING,
        RETIRED
    }

    /** How far it has come. */
    Phase phase();

    /** Whether work of its term still runs although the stop budget is spent. */
    boolean isOverrun();

    /** Whether its lease was given back although work of its term still runs. */
    default boolean isGivenUp() {
        return false;
    }

    /** What it remembers. */
    Candidacy candidacy();

    /** The term that was granted and whose work may run or whose lease is not given back yet, or null. */
    @Nullable
    TermId inHand();

    /** Whether an acquire or release is not answered yet. */
    boolean isAsking();

    /** Whether looks should cover the component: nothing is in hand and nothing asked for. */
    boolean wantsLook();

    /** When to call {@link #onTick}, if ever. */
    OptionalLong wakeAtNanos();

    /** What a look or a heartbeat tells that no operation of this election crossed. */
    Step onLook(Standing standing, long nowNanos);

    /**
     * The acquire was answered yes.
     *
     * @param softLeftNanos from now to the soft end of the session that asked; negative if it lapsed
     */
    Step onGranted(long attempt, TermId term, long softLeftNanos, long nowNanos);

    /** The acquire was answered no, or busy. */
    Step onNotGranted(long attempt, long nowNanos);

    /** The acquire or release was given up: nobody knows whether it took effect. */
    Step onUnanswered(long attempt, long nowNanos);

    /** The release was answered: the row no longer names this term unreleased. */
    Step onReleased(long attempt, long nowNanos);

    /** All gates are open. */
    Step onGatesOpened(TermId term, long softLeftNanos, long nowNanos);

    /**
     * A gate failed, or a fence that work writes through is ahead of a term that leads.
     *
     * @param aheadTerm the later term it has seen, or -1 if a gate failed for another reason
     */
    Step onGatesFailed(TermId term, long aheadTerm, long nowNanos);

    /** The work of the term runs. */
    Step onBegun(TermId term, long nowNanos);

    /**
     * The work of the term did not start, died, or was undeployed by somebody else; this candidate stays out for a while,
     * longer each time.
     */
    Step onWorkFailed(TermId term, long nowNanos);

    /** The work of the term has ended, all of it. */
    Step onWorkEnded(TermId term, long nowNanos);

    /** The work could not be ended, or nobody answered for it. */
    Step onWorkStuck(TermId term, long nowNanos);

    /** The term is over for a reason outside this election, such as the lapse of the session. */
    Step onTermOver(EndReason reason, long nowNanos);

    /** Somebody asks it to give the lease up and not to campaign for a while. */
    Step onResign(long stayOutNanos, long nowNanos);

    /** It may campaign again at once, however long it was to stay out. */
    Step onCampaign(long nowNanos);

    /** It shall end for good. */
    Step onRetire(long nowNanos);

    /** The time of {@link #wakeAtNanos} has come, or has not: to be called as often as one likes. */
    Step onTick(long nowNanos);
}
