// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.session.Backoff;

/**
 * What an election remembers through all its states.
 *
 * @param component what it is about
 * @param timing the durations it keeps to
 * @param seed spreads the waits of rivals
 * @param attempts how many operations were begun; the number of the latest
 * @param highestTerm the largest term ever seen of this component, or -1
 * @param workFailures how many terms in a row ended because the work failed
 * @param stayingOut whether it must not campaign before {@code stayOutUntilNanos}
 * @param stayOutUntilNanos monotonic; meaningless unless staying out
 * @param retiring whether it ends for good as soon as nothing is in hand
 */
public record Candidacy(
        ComponentName component,
        Timing timing,
        long seed,
        long attempts,
        long highestTerm,
        int workFailures,
        boolean stayingOut,
        long stayOutUntilNanos,
        boolean retiring) {

    /** One that has seen nothing yet. */
    public static Candidacy of(ComponentName component, Timing timing, long seed) {
        return new Candidacy(component, timing, seed, 0, -1, 0, false, 0, false);
    }

    /** Whether a lease may be asked for, or a granted one announced. */
    boolean mayLead(long nowNanos) {
        return !retiring && !staysOut(nowNanos);
    }

    boolean staysOut(long nowNanos) {
        return stayingOut && stayOutUntilNanos - nowNanos > 0;
    }

    Candidacy nextAttempt() {
        return new Candidacy(
                component,
                timing,
                seed,
                attempts + 1,
                highestTerm,
                workFailures,
                stayingOut,
                stayOutUntilNanos,
                retiring);
    }

    Candidacy sawTerm(long term) {
        return term <= highestTerm
                ? this
                : new Candidacy(
                        component, timing, seed, attempts, term, workFailures, stayingOut, stayOutUntilNanos, retiring);
    }

    Candidacy sawTerm(TermId term) {
        return sawTerm(term.number());
    }

    /** Out for {@code nanos} from now; an earlier, longer stay is not shortened. */
    Candidacy stayOut(long nanos, long nowNanos) {
        long until = nowNanos + nanos;
        return staysOut(nowNanos) && stayOutUntilNanos - until > 0
                ? this
                : new Candidacy(
                        component, timing, seed, attempts, highestTerm, workFailures, nanos > 0, until, retiring);
    }

    /** Out for longer each time, so that another replica gets its turn. */
    Candidacy workFailed(long nowNanos) {
        long nanos = Backoff.stayOutNanos(timing, workFailures, seed);
        return new Candidacy(
                        component,
                        timing,
                        seed,
                        attempts,
                        highestTerm,
                        workFailures + 1,
                        stayingOut,
                        stayOutUntilNanos,
                        retiring)
                .stayOut(nanos, nowNanos);
    }

    Candidacy workProved() {
        return workFailures == 0
                ? this
                : new Candidacy(
                        component, timing, seed, attempts, highestTerm, 0, stayingOut, stayOutUntilNanos, retiring);
    }

    Candidacy comeBack() {
        return new Candidacy(component, timing, seed, attempts, highestTerm, workFailures, false, 0, retiring);
    }

    /**
     * The same component again, after it was retired. Attempts go on counting, so that an answer to the election that is
     * gone is not taken for one to this, and what was seen stays seen.
     */
    public Candidacy joinAgain() {
        return new Candidacy(component, timing, seed, attempts, highestTerm, 0, false, 0, false);
    }

    Candidacy retire() {
        return new Candidacy(
                component, timing, seed, attempts, highestTerm, workFailures, stayingOut, stayOutUntilNanos, true);
    }
}
