// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The lease was granted and the gates of the term are being opened: it is in hand and not valid yet.
 *
 * @param term what was granted
 */
record Opening(Candidacy candidacy, TermId term) implements ElectionState {
    @Override
    public Phase phase() {
        return Phase.OPENING;
    }

    @Override
    public boolean isOverrun() {
        return false;
    }

    @Override
    public @Nullable TermId inHand() {
        return term;
    }

    @Override
    public boolean isAsking() {
        return false;
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
        return standing instanceof Standing.Mine mine && mine.term().equals(term)
                ? Step.to(this)
                : onTermOver(EndReason.LEASE_LOST, nowNanos);
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
        if (!opened.equals(term)) {
            return Step.to(this);
        }
        if (softLeftNanos < candidacy.timing().renewNanos()) {
            return Releasing.begin(candidacy, term, true);
        }
        return Step.to(Leading.begin(candidacy, term), new ElectionCommand.BeginTerm(term));
    }

    @Override
    public Step onGatesFailed(TermId failed, long aheadTerm, long nowNanos) {
        if (!failed.equals(term)) {
            return Step.to(this);
        }
        // A fence that is ahead is no failure of ours: go above it at once.
        Candidacy next = aheadTerm >= 0 ? candidacy.sawTerm(aheadTerm) : candidacy.workFailed(nowNanos);
        return Releasing.begin(next, term, true);
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
        return Releasing.begin(candidacy, term, true);
    }

    @Override
    public Step onResign(long stayOutNanos, long nowNanos) {
        return Releasing.begin(candidacy.stayOut(stayOutNanos, nowNanos), term, true);
    }

    @Override
    public Step onCampaign(long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onRetire(long nowNanos) {
        return Releasing.begin(candidacy.retire(), term, true);
    }

    @Override
    public Step onTick(long nowNanos) {
        return Step.to(this);
    }
}
