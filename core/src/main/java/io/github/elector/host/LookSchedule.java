// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.lease.Timing;
import io.github.elector.session.Backoff;
import io.github.elector.session.LookSpan;

/**
 * When the host looks: one look in flight at most, hints coalesced. Where one look cannot read everything, several follow
 * each other and make a round; what is planned is when rounds begin.
 *
 * <p>A hint is worth a look at once. If the look finds nothing new, the next hint has to wait from then on, and twice as
 * long after each further one, up to the store timeout: a flood of hints costs no more than one look per store timeout,
 * and one that comes later than that is looked after at once.
 *
 * <p>Where nobody stands by, looks serve only to close sessions that were left behind. The first comes after five leases,
 * each next one after twice as long if no other came before, up to once in sixty leases: by the defaults that is one for
 * 180 heartbeats.
 */
final class LookSchedule {
    private static final long MILLI = 1_000_000;
    private static final int MAX_DOUBLINGS = 20;
    private static final long FIRST_REST_LEASES = 5;
    private static final long LONGEST_REST_LEASES = 60;

    private final Timing timing;
    private final long seed;
    private long number;
    private boolean inFlight;
    private boolean continues;
    private boolean beginsRound;
    private long sentNanos;
    private long arrivedNanos;
    private long plannedNanos;
    private long nextNanos;
    private boolean wanted;
    private long wantedAtNanos;
    private boolean hinted;
    private boolean hintedMeanwhile;
    private int fruitless;
    private long hintAnsweredNanos;
    private int failures;
    private int acquireFailures;
    private long restLeases = FIRST_REST_LEASES;
    private int changes;
    private long changedNanos;

    LookSchedule(Timing timing, long seed, long nowNanos) {
        this.timing = timing;
        this.seed = seed;
        this.arrivedNanos = nowNanos;
        this.nextNanos = nowNanos;
    }

    /** How many looks were sent; the number of the latest. */
    long number() {
        return number;
    }

    boolean isInFlight() {
        return inFlight;
    }

    long nextNanos() {
        return nextNanos;
    }

    boolean isDue(long nowNanos) {
        return !inFlight && nowNanos - nextNanos >= 0;
    }

    /** Nobody has anything to look for yet. */
    void rest() {
        nextNanos = arrivedNanos + restNanos();
    }

    /** Something has changed for sure, or is likely to have: look without waiting for the planned time. */
    void soon(long nowNanos) {
        at(nowNanos);
    }

    /** Look at this time at the latest. */
    void at(long atNanos) {
        if (!wanted || wantedAtNanos - atNanos > 0) {
            wantedAtNanos = atNanos;
        }
        wanted = true;
        if (!inFlight && nextNanos - atNanos > 0) {
            nextNanos = atNanos;
        }
    }

    /** Somebody else says that something may have changed: since the look that is under way, perhaps, if one is. */
    void hint(long nowNanos) {
        if (inFlight) {
            hintedMeanwhile = true;
            return;
        }
        hinted = true;
        long gap = Math.min(MILLI << Math.min(fruitless, MAX_DOUBLINGS), timing.storeTimeoutNanos());
        long earliest = fruitless == 0 ? nowNanos : hintAnsweredNanos + gap;
        at(earliest - nowNanos > 0 ? earliest : nowNanos);
    }

    /** Whether hints have been worth their looks lately. */
    boolean trustsHints() {
        return fruitless == 0;
    }

    /** A hint was acted on without a look. If it was wrong, the next look shows nothing new, and counts as its. */
    void hintFollowed() {
        hinted = true;
    }

    /** Whether the look that is due is the first of a round: none is under way, or something is wanted by now. */
    boolean beginsRound(long nowNanos) {
        return !continues || (wanted && nowNanos - wantedAtNanos >= 0);
    }

    /** A look is sent; the answer has to bring this number. */
    long send(long nowNanos) {
        beginsRound = beginsRound(nowNanos);
        // The looks of a round read together what is wanted when it begins.
        wanted = wanted && !beginsRound;
        inFlight = true;
        sentNanos = nowNanos;
        return ++number;
    }

    boolean awaits(long lookNumber) {
        return inFlight && lookNumber == number;
    }

    /** The look was answered. What it may count as watched is bounded by what was planned; see {@link LookSpan}. */
    LookSpan answered(long nowNanos) {
        LookSpan span = new LookSpan(sentNanos, nowNanos, plannedNanos, beginsRound);
        inFlight = false;
        failures = 0;
        if (nowNanos - arrivedNanos >= restNanos()) {
            restLeases = Math.min(2 * restLeases, LONGEST_REST_LEASES);
        }
        arrivedNanos = nowNanos;
        if (hinted) {
            fruitless++;
            hintAnsweredNanos = nowNanos;
            hinted = false;
        }
        return span;
    }

    /** The look showed something new: hints are worth their looks again. */
    void wasWorthWhile() {
        fruitless = 0;
        changes = 0;
    }

    /** The next look comes at once, since the round is not over. */
    void goOn() {
        heedWhatCameMeanwhile();
        continues = true;
        plannedNanos = 0;
        nextNanos = arrivedNanos;
    }

    /** Whether looks follow that belong to the round of the latest one. */
    boolean goesOn() {
        return continues;
    }

    /** The next round begins so long after the answer, or earlier if one was wanted while this one was under way. */
    void plan(long nanos) {
        restLeases = FIRST_REST_LEASES;
        begin(nanos);
    }

    /** Nobody stands by: the next round begins after a rest, but at the latest so long after the answer. */
    void planRest(long mostNanos) {
        begin(Math.min(restNanos(), mostNanos));
    }

    private long restNanos() {
        return restLeases * timing.leaseNanos();
    }

    private void begin(long nanos) {
        heedWhatCameMeanwhile();
        continues = false;
        plannedNanos = nanos;
        long planned = arrivedNanos + nanos;
        nextNanos = wanted && planned - wantedAtNanos > 0 ? wantedAtNanos : planned;
    }

    /** Once it is known what hints have been worth: the look that was under way may have been for one. */
    private void heedWhatCameMeanwhile() {
        if (hintedMeanwhile) {
            hintedMeanwhile = false;
            hint(arrivedNanos);
        }
    }

    void acquireGranted() {
        hinted = false;
        acquireFailures = 0;
        changes = 0;
    }

    /**
     * What was seen was no longer so when it was acted on: look at once. If that keeps happening and no look shows what
     * has changed, as behind rules of the database that hide writes, wait, and twice as long each time. One that was long
     * ago has nothing to do with it.
     */
    void afterChange(long nowNanos) {
        acquireFailures = 0;
        changes = nowNanos - changedNanos > 2 * timing.retryNanos() ? 0 : changes;
        changedNanos = nowNanos;
        at(nowNanos + (changes == 0 ? 0 : Backoff.nanos(timing, changes - 1, seed)));
        changes++;
    }

    /** An acquire was given up and may have won: only a look can tell, after a wait that doubles. */
    void acquireUnanswered(long nowNanos) {
        at(nowNanos + Backoff.nanos(timing, acquireFailures++, seed));
    }

    /** The look was given up. */
    void failed(long nowNanos) {
        hinted |= hintedMeanwhile;
        hintedMeanwhile = false;
        inFlight = false;
        continues = false;
        nextNanos = nowNanos + Backoff.nanos(timing, failures++, seed);
    }
}
