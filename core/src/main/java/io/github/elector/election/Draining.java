// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The term is over and its work is asked to end; only its end permits a release.
 *
 * <p>Work that does not end within the stop budget is an overrun: said once, and the lease kept until an abandoned one
 * would have lapsed. Even then the component stays out of elections until the work has ended.
 *
 * @param term what is over
 * @param stage how far it went
 * @param sinceNanos when it was over
 */
record Draining(Candidacy candidacy, TermId term, Stage stage, long sinceNanos) implements ElectionState {
    enum Stage {
        /** Within the stop budget. */
        STOPPING,
        /** Beyond it, the lease still in hand. */
        OVERRUN,
        /** The lease was given back, and the work still runs. */
        GIVEN_UP
    }

    static Draining begin(Candidacy candidacy, TermId term, long nowNanos) {
        return new Draining(candidacy, term, Stage.STOPPING, nowNanos);
    }

    /** After a release that did not wait for the work. */
    static Draining givenUp(Candidacy candidacy, TermId term) {
        return new Draining(candidacy, term, Stage.GIVEN_UP, 0);
    }

    @Override
    public Phase phase() {
        return Phase.DRAINING;
    }

    @Override
    public boolean isOverrun() {
        return stage != Stage.STOPPING;
    }

    @Override
    public boolean isGivenUp() {
        return stage == Stage.GIVEN_UP;
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
        return switch (stage) {
            case STOPPING -> OptionalLong.of(overrunAtNanos());
            case OVERRUN -> OptionalLong.of(giveUpAtNanos());
            case GIVEN_UP -> OptionalLong.empty();
        };
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
        if (!ended.equals(term)) {
            return Step.to(this);
        }
        return isGivenUp() ? Standby.orRetired(candidacy) : Releasing.begin(candidacy, term, true);
    }

    @Override
    public Step onWorkStuck(TermId stuck, long nowNanos) {
        return stuck.equals(term) && stage == Stage.STOPPING ? overrun() : Step.to(this);
    }

    @Override
    public Step onTermOver(EndReason reason, long nowNanos) {
        return Step.to(this);
    }

    @Override
    public Step onResign(long stayOutNanos, long nowNanos) {
        return Step.to(new Draining(candidacy.stayOut(stayOutNanos, nowNanos), term, stage, sinceNanos));
    }

    @Override
    public Step onCampaign(long nowNanos) {
        return Step.to(new Draining(candidacy.comeBack(), term, stage, sinceNanos));
    }

    @Override
    public Step onRetire(long nowNanos) {
        return Step.to(new Draining(candidacy.retire(), term, stage, sinceNanos));
    }

    @Override
    public Step onTick(long nowNanos) {
        return switch (stage) {
            case STOPPING -> nowNanos - overrunAtNanos() >= 0 ? overrun() : Step.to(this);
            case OVERRUN -> nowNanos - giveUpAtNanos() >= 0 ? Releasing.begin(candidacy, term, false) : Step.to(this);
            case GIVEN_UP -> Step.to(this);
        };
    }

    private Step overrun() {
        return Step.to(
                new Draining(candidacy, term, Stage.OVERRUN, sinceNanos), new ElectionCommand.ReportOverrun(term));
    }

    private long overrunAtNanos() {
        return sinceNanos + candidacy.timing().stopNanos();
    }

    private long giveUpAtNanos() {
        return overrunAtNanos() + candidacy.timing().leaseNanos();
    }
}
