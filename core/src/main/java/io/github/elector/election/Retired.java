// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The election is over for good; nothing happens any more. */
record Retired(Candidacy candidacy) implements ElectionState {
    @Override
    public Phase phase() {
        return Phase.RETIRED;
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
        return Step.to(this);
    }

    @Override
    public Step onCampaign(long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onRetire(long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onTick(long nowNanos) {
        return Step.to(this);
    }
}
