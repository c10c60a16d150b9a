// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The lease was asked for and the answer is awaited.
 *
 * @param attempt the acquire in flight
 */
record Asking(Candidacy candidacy, long attempt) implements ElectionState {
    static Step begin(Candidacy candidacy, Claim claim) {
        Candidacy asking = candidacy.nextAttempt();
        Claim above = claim.above(candidacy.highestTerm());
        return Step.to(new Asking(asking, asking.attempts()), new ElectionCommand.Acquire(asking.attempts(), above));
    }

    @Override
    public Phase phase() {
        return Phase.ASKING;
    }

    @Override
    public boolean isOverrun() {
        return false;
    }

    @Override
    public @Nullable TermId inHand() {
        return null;
    }

    @Override
    public boolean isAsking() {
        return true;
    }

    @Override
    public boolean wantsLook() {
        return false;
    }

    @Override
    public OptionalLong wakeAtNanos() {
        return OptionalLong.empty();
    }

    @Override
    public Step onLook(Standing standing, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onGranted(long attempt, TermId granted, long softLeftNanos, long nowNanos) {
        if (attempt != this.attempt) {
            return Step.to(this);
        }
        Candidacy granting = candidacy.sawTerm(granted);
        // Too little time left to be worth announcing: elected and revoked would come in one breath.
        if (!candidacy.mayLead(nowNanos) || softLeftNanos < candidacy.timing().renewNanos()) {
            return Releasing.begin(granting, granted, true);
        }
        return Step.to(new Opening(granting, granted), new ElectionCommand.OpenGates(granted));
    }

    @Override
    public Step onNotGranted(long attempt, long nowNanos) {
        return attempt == this.attempt ? answered() : Step.to(this);
    }

    @Override
    public Step onUnanswered(long attempt, long nowNanos) {
        return attempt == this.attempt ? answered() : Step.to(this);
    }

    @Override
    public Step onReleased(long attempt, long nowNanos) {
        return Step.to(this);
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
        return Step.to(this);
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
        return Step.to(new Asking(candidacy.stayOut(stayOutNanos, nowNanos), attempt));
    }

    @Override
    public Step onCampaign(long nowNanos) {
        return Step.to(new Asking(candidacy.comeBack(), attempt));
    }

    @Override
    public Step onRetire(long nowNanos) {
        return Step.to(new Asking(candidacy.retire(), attempt));
    }

    @Override
    public Step onTick(long nowNanos) {
        return Step.to(this);
    }

    /** Without a term. When to look again is for the host to say: at once, in a moment, or after a wait. */
    private Step answered() {
        return candidacy.retiring()
                ? Step.to(new Retired(candidacy), new ElectionCommand.Retire())
                : Step.to(new Standby(candidacy));
    }
}
