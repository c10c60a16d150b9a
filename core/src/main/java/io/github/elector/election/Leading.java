// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * This process leads: the term was announced, and is valid for as long as its session is.
 *
 * @param term what was granted
 * @param workRuns whether the work has said that it runs
 * @param begunAtNanos when it did; meaningless before
 */
record Leading(Candidacy candidacy, TermId term, boolean workRuns, long begunAtNanos) implements ElectionState {
    static Leading begin(Candidacy candidacy, TermId term) {
        return new Leading(candidacy, term, false, 0);
    }

    @Override
    public Phase phase() {
        return Phase.LEADING;
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
        return Step.to(this);
    }

    @Override
    public Step onGatesFailed(TermId failed, long aheadTerm, long nowNanos) {
        // A fence that a sitting leader finds ahead refuses all it writes from now on: the next term goes above it.
        return failed.equals(term) && aheadTerm >= 0
                ? end(proved(nowNanos).sawTerm(aheadTerm), EndReason.FENCE_AHEAD, nowNanos)
                : Step.to(this);
    }

    @Override
    public Step onBegun(TermId begun, long nowNanos) {
        return begun.equals(term) && !workRuns ? Step.to(new Leading(candidacy, term, true, nowNanos)) : Step.to(this);
    }

    @Override
    public Step onWorkFailed(TermId failed, long nowNanos) {
        return failed.equals(term)
                ? end(proved(nowNanos).workFailed(nowNanos), EndReason.WORK_FAILED, nowNanos)
                : Step.to(this);
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
        return end(proved(nowNanos), reason, nowNanos);
    }

    @Override
    public Step onResign(long stayOutNanos, long nowNanos) {
        return end(proved(nowNanos).stayOut(stayOutNanos, nowNanos), EndReason.RESIGNED, nowNanos);
    }

    @Override
    public Step onCampaign(long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onRetire(long nowNanos) {
        return end(candidacy.retire(), EndReason.CLOSED, nowNanos);
    }

    @Override
    public Step onTick(long nowNanos) {
        return Step.to(this);
    }

    /** Work that ran for a whole lease has shown that it can: earlier failures no longer count. */
    private Candidacy proved(long nowNanos) {
        boolean longEnough =
                workRuns && nowNanos - begunAtNanos >= candidacy.timing().leaseNanos();
        return longEnough ? candidacy.workProved() : candidacy;
    }

    private Step end(Candidacy next, EndReason reason, long nowNanos) {
        return Step.to(Draining.begin(next, term, nowNanos), new ElectionCommand.EndTerm(term, reason));
    }
}
