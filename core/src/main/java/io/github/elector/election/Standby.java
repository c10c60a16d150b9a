// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Nothing is in hand and nothing asked for: the election waits until a look shows that nobody leads. */
record Standby(Candidacy candidacy) implements ElectionState {
    @Override
    public Phase phase() {
        return Phase.STANDBY;
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
        return false;
    }

    @Override
    public boolean wantsLook() {
        return true;
    }

    @Override
    public OptionalLong wakeAtNanos() {
        return candidacy.stayingOut() ? OptionalLong.of(candidacy.stayOutUntilNanos()) : OptionalLong.empty();
    }

    @Override
    public Step onLook(Standing standing, long nowNanos) {
        if (standing instanceof Standing.Mine mine) {
            // A request that won after it was given up: nobody began this term, so it goes back.
            return Releasing.begin(candidacy.sawTerm(mine.term()), mine.term(), true);
        }
        if (standing instanceof Standing.Free free) {
            TermId seen = free.claim().seen();
            Candidacy knowing = seen == null ? candidacy : candidacy.sawTerm(seen);
            return knowing.mayLead(nowNanos) ? Asking.begin(knowing, free.claim()) : Step.to(new Standby(knowing));
        }
        return Step.to(
                standing instanceof Standing.NotFree held ? new Standby(candidacy.sawTerm(held.highestTerm())) : this);
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
        return Step.to(this);
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
        return Step.to(new Standby(candidacy.stayOut(stayOutNanos, nowNanos)));
    }

    @Override
    public Step onCampaign(long nowNanos) {
        return candidacy.stayingOut()
                ? Step.to(new Standby(candidacy.comeBack()), new ElectionCommand.LookSoon())
                : Step.to(this);
    }

    @Override
    public Step onRetire(long nowNanos) {
        return Step.to(new Retired(candidacy.retire()), new ElectionCommand.Retire());
    }

    @Override
    public Step onTick(long nowNanos) {
        if (!candidacy.stayingOut() || candidacy.staysOut(nowNanos)) {
            return Step.to(this);
        }
        return Step.to(new Standby(candidacy.comeBack()), new ElectionCommand.LookSoon());
    }

    /** What follows when nothing is in hand any more: wait, or end for good. */
    static Step orRetired(Candidacy candidacy) {
        return candidacy.retiring()
                ? Step.to(new Retired(candidacy), new ElectionCommand.Retire())
                : Step.to(new Standby(candidacy), new ElectionCommand.LookSoon());
    }
}
