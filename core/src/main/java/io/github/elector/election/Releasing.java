// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.session.Backoff;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The lease is being given back, again and again until the answer is definite.
 *
 * @param term what is given back
 * @param workEnded whether all its work has; if not, it is given up as an abandoned lease would lapse
 * @param attempt the latest release
 * @param inFlight whether that is not answered yet
 * @param failures how many in a row were not answered
 * @param retryAtNanos when to send the next; meaningless while one is in flight
 */
record Releasing(
        Candidacy candidacy,
        TermId term,
        boolean workEnded,
        long attempt,
        boolean inFlight,
        int failures,
        long retryAtNanos)
        implements ElectionState {
    static Step begin(Candidacy candidacy, TermId term, boolean workEnded) {
        return send(candidacy, term, workEnded, 0);
    }

    private static Step send(Candidacy candidacy, TermId term, boolean workEnded, int failures) {
        Candidacy sending = candidacy.nextAttempt();
        return Step.to(
                new Releasing(sending, term, workEnded, sending.attempts(), true, failures, 0),
                new ElectionCommand.Release(sending.attempts(), term));
    }

    @Override
    public Phase phase() {
        return Phase.RELEASING;
    }

    @Override
    public boolean isOverrun() {
        return !workEnded;
    }

    @Override
    public @Nullable TermId inHand() {
        return term;
    }

    @Override
    public boolean isAsking() {
        return inFlight;
    }

    @Override
    public boolean wantsLook() {
        return false;
    }

    @Override
    public OptionalLong wakeAtNanos() {
        return inFlight ? OptionalLong.empty() : OptionalLong.of(retryAtNanos);
    }

    @Override
    public Step onLook(Standing standing, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onGranted(long attempt, TermId granted, long softLeftNanos, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onNotGranted(long attempt, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onUnanswered(long attempt, long nowNanos) {
        if (attempt != this.attempt || !inFlight) {
            return Step.to(this);
        }
        long wait = Backoff.nanos(candidacy.timing(), failures, candidacy.seed());
        return Step.to(new Releasing(candidacy, term, workEnded, attempt, false, failures + 1, nowNanos + wait));
    }

    @Override
    public Step onReleased(long attempt, long nowNanos) {
        if (attempt != this.attempt || !inFlight) {
            return Step.to(this);
        }
        return workEnded ? Standby.orRetired(candidacy) : Step.to(Draining.givenUp(candidacy, term));
    }

    @Override
    public Step onGatesOpened(TermId opened, long softLeftNanos, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onGatesFailed(TermId failed, long aheadTerm, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onBegun(TermId begun, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onWorkFailed(TermId failed, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onWorkEnded(TermId ended, long nowNanos) {
        return ended.equals(term) ? Step.to(with(candidacy, true)) : Step.to(this);
    }

    @Override
    public Step onWorkStuck(TermId stuck, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onTermOver(EndReason reason, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onResign(long stayOutNanos, long nowNanos) {
        return Step.to(with(candidacy.stayOut(stayOutNanos, nowNanos), workEnded));
    }

    @Override
    public Step onCampaign(long nowNanos) {
        return Step.to(with(candidacy.comeBack(), workEnded));
    }

    @Override
    public Step onRetire(long nowNanos) {
        return Step.to(with(candidacy.retire(), workEnded));
    }

    @Override
    public Step onTick(long nowNanos) {
        return !inFlight && nowNanos - retryAtNanos >= 0 ? send(candidacy, term, workEnded, failures) : Step.to(this);
    }

    private Releasing with(Candidacy next, boolean ended) {
        return new Releasing(next, term, ended, attempt, inFlight, failures, retryAtNanos);
    }
}
