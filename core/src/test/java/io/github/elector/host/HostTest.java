// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import static io.github.elector.host.ScriptedHost.BILLING;
import static io.github.elector.host.ScriptedHost.ENGINE;
import static io.github.elector.host.ScriptedHost.MILLI;
import static io.github.elector.host.ScriptedHost.TIMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.store.Claim;
import io.github.elector.store.Hint;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.Moment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only shows where session, elections and looks meet; several of these were found by the simulation. */
class HostTest {
    private ScriptedHost node = new ScriptedHost();

    /** A look that reads nothing would stand between the opening and the first claim. */
    @Test
    void theFirstLookIsAtWhatIsCampaignedFor() {
        node.tick();
        node.one(HostCommand.OpenSession.class);
        node.none(HostCommand.Look.class);

        node.join(BILLING);

        assertThat(node.one(HostCommand.Look.class).request().components()).containsExactly(BILLING);
    }

    @Test
    void whatIsSeenFirstIsToldAlsoIfNobodyLeads() {
        node.join(BILLING).look(BILLING);

        assertThat(node.one(HostCommand.ReportLeader.class).leader()).isNull();
        node.look(BILLING);
        node.none(HostCommand.ReportLeader.class);
    }

    /** That it leads is told next. */
    @Test
    void whoClaimsAtFirstSightDoesNotTellThatNobodyLeads() {
        node.join(BILLING).open();
        node.none(HostCommand.ReportLeader.class);
        node.grant(node.one(HostCommand.Acquire.class), 100);
        TermId led = node.one(HostCommand.OpenGates.class).term();
        node.on((host, now) -> host.gatesOpened(led, now));
        node.on((host, now) -> host.resign(BILLING, TIMING.leaseNanos(), now));
        node.on((host, now) -> host.workEnded(led, now));
        HostCommand.Release release = node.one(HostCommand.Release.class);
        node.row(BILLING, led.number(), led.session().value(), true);
        node.on((host, now) -> host.released(led, release.attempt(), now));

        node.look(BILLING);

        node.none(HostCommand.ReportLeader.class);
    }

    @Test
    void thatNobodyLeadsIsToldIfNothingCameOfTheFirstClaim() {
        node.join(BILLING).open();
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        node.none(HostCommand.ReportLeader.class);
        node.on((host, now) -> host.resign(BILLING, TIMING.leaseNanos(), now));
        node.on((host, now) -> host.acquireFailed(acquire.asks(), now));

        node.look(BILLING);

        assertThat(node.one(HostCommand.ReportLeader.class).leader()).isNull();
    }

    /** Once in sixty leases is one look for 180 heartbeats, by the defaults. */
    @Test
    void whoLeadsEverythingLooksLessAndLessOften() {
        TermId led = node.lead(BILLING, 100);
        node.answer(nextLook(led));
        List<Long> leases = new ArrayList<>();
        for (int looks = 0; looks < 7; looks++) {
            long rested = node.now().nanos();
            node.answer(nextLook(led));
            leases.add((node.now().nanos() - rested) / TIMING.leaseNanos());
        }

        assertThat(leases).containsExactly(5L, 10L, 20L, 40L, 60L, 60L, 60L);
    }

    @Test
    void whoCampaignsForNothingLooksAfterFiveLeases() {
        node.tick();
        long opened = node.now().nanos();
        node.answer(node.one(HostCommand.OpenSession.class));

        nextLook();

        assertThat(node.now().nanos() - opened).isEqualTo(5 * TIMING.leaseNanos());
    }

    @Test
    void whoStoodByInBetweenRestsFromTheBeginning() {
        TermId led = node.lead(BILLING, 100);
        node.answer(nextLook(led)).answer(nextLook(led));
        node.join(ENGINE).look(ENGINE);
        node.grant(node.one(HostCommand.Acquire.class), 200);
        TermId second = node.one(HostCommand.OpenGates.class).term();
        node.on((host, now) -> host.gatesOpened(second, now));
        node.answer(nextLook(led, second));
        long rested = node.now().nanos();

        nextLook(led, second);

        assertThat(node.now().nanos() - rested).isEqualTo(5 * TIMING.leaseNanos());
    }

    /** It forgot with each look what it had seen at the one before, and never closed anything. */
    @Test
    void whoLeadsEverythingClosesASessionThatWasLeftBehind() {
        TermId led = node.lead(BILLING, 100);
        node.session("gone~1", 7, false, 100 * TIMING.leaseNanos() / MILLI);
        node.answer(nextLook(led));
        long seen = node.now().nanos();

        node.answer(nextLook(led));
        node.none(HostCommand.Expire.class);
        node.answer(nextLook(led));

        HostCommand.Expire expire = node.one(HostCommand.Expire.class);
        assertThat(expire.silence().session()).isEqualTo(new SessionId("gone~1"));
        assertThat(node.now().nanos() - seen)
                .isBetween(10 * TIMING.leaseNanos(), 10 * TIMING.leaseNanos() + TIMING.renewNanos());
    }

    /** The next look that is sent; every heartbeat is answered. */
    private HostCommand.Look nextLook(TermId... led) {
        for (int wakes = 0; wakes < 1_000; wakes++) {
            node.wake();
            HostCommand.Look look = node.awaited();
            node.all(HostCommand.Heartbeat.class).forEach(beat -> node.answer(beat, led));
            if (look != null) {
                return look;
            }
        }
        throw new AssertionError("no look");
    }

    /** Simulation seed 294: nothing stood by while the acquire was awaited, so the next look was planned five leases later. */
    @Test
    void acquireThatWasGivenUpIsFollowedByALookSoon() {
        node.join(BILLING).open();
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        node.on((host, now) -> host.hint(Hint.LOOK, now));
        node.answer(node.one(HostCommand.Look.class));

        node.after(1_500).on((host, now) -> host.acquireFailed(acquire.asks(), now));

        long wait = node.host.wakeAtNanos().orElseThrow() - node.now().nanos();
        assertThat(wait).isBetween(1L, TIMING.retryNanos());
        node.wake();
        node.one(HostCommand.Look.class);
    }

    /** Who may read but not write is answered by each look: that is no recovery. */
    @Test
    void storeThatAnswersLooksAndRefusesClaimsIsDownUntilAClaimIsAnswered() {
        node.join(BILLING).open();
        HostCommand.Acquire first = node.one(HostCommand.Acquire.class);
        node.on((host, now) -> host.acquireFailed(first.asks(), now));
        assertThat(node.one(HostCommand.ReportStore.class).reachable()).isFalse();

        node.look(BILLING);

        node.none(HostCommand.ReportStore.class);
        node.grant(node.one(HostCommand.Acquire.class), 100);
        assertThat(node.one(HostCommand.ReportStore.class).reachable()).isTrue();
    }

    @Test
    void storeIsWellAgainWhenNothingIsLeftToBeClaimed() {
        node.join(BILLING).open();
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        node.on((host, now) -> host.acquireFailed(acquire.asks(), now));

        node.row(BILLING, 100, "other~1", false).session("other~1", 1, false);
        node.look(BILLING);

        node.none(HostCommand.Acquire.class);
        assertThat(node.one(HostCommand.ReportStore.class).reachable()).isTrue();
    }

    /** Simulation seed 1840. */
    @Test
    void termThatIsBeingGivenBackIsNotReleasedTwice() {
        TermId stray = strayOfBilling();

        node.join(BILLING).look(BILLING);

        node.none(HostCommand.Release.class);
        node.on((host, now) -> host.released(stray, 1, now));
        node.row(BILLING, stray.number(), stray.session().value(), true);
        node.look(BILLING);
        node.one(HostCommand.Acquire.class);
    }

    @Test
    void answerToTheAcquireOfAnElectionThatIsGoneIsIgnored() {
        node.join(BILLING).open();
        HostCommand.Acquire first = node.one(HostCommand.Acquire.class);
        node.on((host, now) -> host.retire(BILLING, now));
        node.after(1_500).on((host, now) -> host.acquireFailed(first.asks(), now));
        node.one(HostCommand.Retired.class);
        node.join(BILLING).look(BILLING);
        HostCommand.Acquire second = node.one(HostCommand.Acquire.class);

        node.grant(first, 100);

        node.none(HostCommand.OpenGates.class);
        node.none(HostCommand.Release.class);
        node.grant(second, 200);
        node.one(HostCommand.OpenGates.class);
    }

    /** Simulation seed 662388194312: its session lived on and held the lease, so that nobody else could take it. */
    @Test
    void releaseThatTheDatabaseForgotIsMadeAgainThoughTheWorkStillRuns() {
        TermId term = node.lead(BILLING, 100);
        HostCommand.Release release = overrunUntilGivenUp(term);
        node.on((host, now) -> host.released(term, release.attempt(), now));
        node.answer(node.heartbeat());
        node.none(HostCommand.Release.class);

        node.answer(node.heartbeat(), term);

        assertThat(node.one(HostCommand.Release.class).term()).isEqualTo(term);
    }

    /** Simulation seed 252175323255: the commits of a release and of the acquire after it were lost together. */
    @Test
    void releaseOfAnEarlierTermThatTheDatabaseForgotIsMadeAgainThoughLaterWorkStillRuns() {
        TermId term = node.lead(BILLING, 100);
        TermId earlier = new TermId(BILLING, 50, term.session());
        HostCommand.Release release = overrunUntilGivenUp(term);
        node.on((host, now) -> host.released(term, release.attempt(), now));

        node.answer(node.heartbeat(), earlier);

        HostCommand.Release again = node.one(HostCommand.Release.class);
        assertThat(again.term()).isEqualTo(earlier);
        node.on((host, now) -> host.released(earlier, again.attempt(), now));
        node.on((host, now) -> host.workEnded(term, now))
                .row(BILLING, 50, "n~1", true)
                .look(BILLING);
        node.one(HostCommand.Acquire.class);
    }

    @Test
    void heartbeatThatAReleaseCrossedDoesNotRepeatIt() {
        TermId term = node.lead(BILLING, 100);
        HostCommand.Release release = overrunUntilGivenUp(term);
        HostCommand.Heartbeat crossed = node.heartbeat();
        node.on((host, now) -> host.released(term, release.attempt(), now));

        node.answer(crossed, term);

        node.none(HostCommand.Release.class);
    }

    @Test
    void releaseThatAHintTellsOfIsFollowedByAnAcquireWithoutALook() {
        TermId led = seenLedByAnother();

        node.on((host, now) -> host.hint(new Hint(led), now));

        assertThat(node.one(HostCommand.Acquire.class).asks().get(0).claim())
                .isEqualTo(Claim.ofReleased(led, ScriptedHost.FIRST_LIFE).above(led.number()));
        node.none(HostCommand.Look.class);
        node.grant(node.one(HostCommand.Acquire.class), led.number() + 1);
        node.one(HostCommand.OpenGates.class);
    }

    @Test
    void leaderOfBeforeIsNotTheLeaderOnceItsSuccessorHasLed() {
        TermId led = seenLedByAnother();
        node.on((host, now) -> host.hint(new Hint(led), now));
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        node.grant(acquire, led.number() + 1);
        TermId own = node.one(HostCommand.OpenGates.class).term();
        node.on((host, now) -> host.gatesOpened(own, now));

        node.on((host, now) -> host.resign(BILLING, 0, now));

        assertThat(node.one(HostCommand.EndTerm.class).term()).isEqualTo(own);
        assertThat(node.host.position(BILLING).leader()).isNull();
    }

    @Test
    void secondReleaseThatHintsTellOfAtOnceIsLookedAtWithAllThatFollow() {
        TermId led = seenLedByAnother();
        node.row(ENGINE, 100, "other~1", false);
        node.join(ENGINE).look(ENGINE);
        TermId engine = new TermId(ENGINE, 100, led.session());

        node.on((host, now) -> host.hint(new Hint(led), now));
        assertThat(node.one(HostCommand.Acquire.class).asks()).hasSize(1);
        node.on((host, now) -> host.hint(new Hint(engine), now));

        node.none(HostCommand.Acquire.class);
        assertThat(node.one(HostCommand.Look.class).request().components()).containsExactly(ENGINE);
    }

    @Test
    void hintThatWasNotTrueIsFollowedByALookAndTheNextOneIsNotActedOn() {
        TermId led = seenLedByAnother();
        node.on((host, now) -> host.hint(new Hint(led), now));
        HostCommand.Ask ask = node.one(HostCommand.Acquire.class).asks().get(0);

        node.after(2)
                .on((host, now) -> host.acquired(List.of(ask), List.of(new StoreAnswer.Refused()), now))
                .answer(node.one(HostCommand.Look.class))
                .on((host, now) -> host.hint(new Hint(led), now));

        node.none(HostCommand.Acquire.class);
    }

    @Test
    void hintOfATermThatNoLookHasShownIsWorthALookAndNoMore() {
        TermId led = seenLedByAnother();
        TermId unseen = new TermId(BILLING, led.number() + 1, led.session());

        node.on((host, now) -> host.hint(new Hint(unseen), now));

        node.none(HostCommand.Acquire.class);
        node.one(HostCommand.Look.class);
    }

    @Test
    void hintOfAComponentNobodyCampaignsForHereCostsNothing() {
        TermId led = seenLedByAnother();
        TermId foreign = new TermId(ENGINE, led.number(), led.session());

        node.on((host, now) -> host.hint(new Hint(foreign), now));

        assertThat(node.wanted).isEmpty();
    }

    @Test
    void leaderIsNotMovedByAHintOfItsPredecessorsRelease() {
        TermId before = seenLedByAnother();
        node.on((host, now) -> host.hint(new Hint(before), now));
        node.grant(node.one(HostCommand.Acquire.class), before.number() + 1);
        TermId led = node.one(HostCommand.OpenGates.class).term();
        node.on((host, now) -> host.gatesOpened(led, now));

        node.on((host, now) -> host.hint(new Hint(before), now));

        node.none(HostCommand.EndTerm.class);
        node.none(HostCommand.Acquire.class);
    }

    @Test
    void whoStaysOutDoesNotFollowAHint() {
        TermId led = seenLedByAnother();
        node.on((host, now) -> host.resign(BILLING, 60_000 * MILLI, now));

        node.on((host, now) -> host.hint(new Hint(led), now));

        node.none(HostCommand.Acquire.class);
    }

    /** It may insert its session and not update it: it would lead for a while, lose the term, and lead again, for ever. */
    @Test
    void afterASessionThatCouldNotBeKeptAliveTheNextLeadsOnlyOnceAHeartbeatIsAnswered() {
        TermId first = node.lead(BILLING, 100);
        HostCommand.EndTerm end = until(HostCommand.EndTerm.class);
        assertThat(end.reason()).isEqualTo(EndReason.STORE_UNREACHABLE);
        node.on((host, now) -> host.workEnded(first, now));
        HostCommand.Release release = node.one(HostCommand.Release.class);
        node.on((host, now) -> host.released(first, release.attempt(), now));
        node.row(BILLING, first.number(), first.session().value(), true);

        node.answer(until(HostCommand.OpenSession.class)).look(BILLING);
        node.none(HostCommand.Acquire.class);
        assertThat(node.host.isStoreDown()).isTrue();
        node.answer(node.heartbeat()).look(BILLING);

        node.one(HostCommand.Acquire.class);
        assertThat(node.host.isStoreDown()).isFalse();
    }

    /** Simulation seed 464056258486: two expiries of one session at once. */
    @Test
    void answerToAnExpiryThatWasGivenUpIsNotTakenForThatOfTheNext() {
        seenLedByAnother();
        HostCommand.Expire first = nextExpiry();
        SessionId victim = first.silence().session();
        node.on((host, now) -> host.expireFailed(victim, first.attempt(), now));
        HostCommand.Expire second = nextExpiry();
        assertThat(second.attempt()).isGreaterThan(first.attempt());

        node.on((host, now) -> host.expireAnswered(first, true, now)).look(BILLING);

        node.none(HostCommand.Expire.class);
    }

    @Test
    void whatASessionLedThatWeHaveClosedIsClaimedWithoutALook() {
        TermId led = seenLedByAnother();
        node.row(ENGINE, 100, "other~1", false).join(ENGINE).look(ENGINE);
        HostCommand.Expire expiry = nextExpiry();

        expired(expiry, true);

        assertThat(node.one(HostCommand.Acquire.class).asks())
                .extracting(HostCommand.Ask::claim)
                .containsExactlyInAnyOrder(
                        new Claim(BILLING, led, ScriptedHost.FIRST_LIFE, led.number()),
                        new Claim(
                                ENGINE, new TermId(ENGINE, 100, led.session()), ScriptedHost.FIRST_LIFE, led.number()));
        node.none(HostCommand.Look.class);
    }

    @Test
    void whatASessionLedThatWeHaveNotClosedIsLookedAt() {
        seenLedByAnother();
        HostCommand.Expire expiry = nextExpiry();

        expired(expiry, false);

        node.none(HostCommand.Acquire.class);
        node.one(HostCommand.Look.class);
    }

    @Test
    void aClaimThatIsRefusedAfterAClosingIsFollowedByALook() {
        seenLedByAnother();
        expired(nextExpiry(), true);
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);

        node.on((host, now) -> host.acquired(acquire.asks(), List.of(new StoreAnswer.Refused()), now));

        node.one(HostCommand.Look.class);
    }

    /** Its commits may be lost, and the closing with them. */
    @Test
    void aClosingByAServerOfAnotherLifeClaimsNothing() {
        seenLedByAnother();
        HostCommand.Expire expiry = nextExpiry();
        node.generation("second life", 0).answer(node.heartbeat());

        expired(expiry, true);

        node.none(HostCommand.Acquire.class);
    }

    /** By the database's clock it is dead at first sight, and its term may be one that came back when commits were lost. */
    @Test
    void aClosingClaimsNothingFromAServerThatWasNotWatchedForALease() {
        node = ScriptedHost.trustingDatabaseClock();
        node.row(BILLING, 100, "other~1", false).session("other~1", 1, false, 60_000);
        node.join(BILLING).open();

        expired(node.one(HostCommand.Expire.class), true);

        node.none(HostCommand.Acquire.class);
        node.one(HostCommand.Look.class);
    }

    @Test
    void aClosingClaimsNothingWhereNotAllIsRead() {
        node = new ScriptedHost(1);
        seenLedByAnother();
        node.row(ENGINE, 100, "other~1", false).join(ENGINE).look(ENGINE);
        HostCommand.Expire expiry = nextExpiry();

        expired(expiry, true);

        node.none(HostCommand.Acquire.class);
    }

    @Test
    void whatSomebodyElseHasGotMeanwhileIsNotClaimedAfterAClosing() {
        seenLedByAnother();
        HostCommand.Expire expiry = nextExpiry();
        node.row(BILLING, 101, "other~2", false).session("other~2", 1, false).look(BILLING);

        expired(expiry, true);

        node.none(HostCommand.Acquire.class);
        node.one(HostCommand.Look.class);
    }

    /** The term could not be announced any more; the next heartbeat brings the time. */
    @Test
    void aClosingClaimsNothingForASessionThatIsNearlyOver() {
        seenLedByAnother();
        HostCommand.Expire expiry = nextExpiry();
        node.after(TIMING.softNanos() / MILLI - TIMING.renewNanos() / MILLI + 1);

        expired(expiry, true);

        node.none(HostCommand.Acquire.class);
    }

    @Test
    void whoStaysOutClaimsNothingAfterAClosing() {
        seenLedByAnother();
        node.on((host, now) -> host.resign(BILLING, 60_000 * MILLI, now));
        HostCommand.Expire expiry = nextExpiry();

        expired(expiry, true);

        node.none(HostCommand.Acquire.class);
    }

    private void expired(HostCommand.Expire expiry, boolean closed) {
        node.on((host, now) -> host.expireAnswered(expiry, closed, now));
    }

    /** The current session is a new one, and the old one cannot be closed while its other work hangs. */
    @Test
    void leaseWonByALapsedSessionWhoseOtherWorkStillRunsIsGivenBack() {
        TermId engine = node.lead(ENGINE, 100);
        node.answer(node.heartbeat(), engine);
        node.after(9_500).tick();
        node.one(HostCommand.SessionOver.class);
        assertThat(node.one(HostCommand.EndTerm.class).term()).isEqualTo(engine);
        HostCommand.OpenSession next = node.one(HostCommand.OpenSession.class);
        node.on((host, now) -> host.opened(
                next.opening().id(), new StoreAnswer.Opened(new Server(ScriptedHost.FIRST_LIFE, 3_600_000)), now));
        node.row(BILLING, 7, engine.session().value(), false)
                .session(engine.session().value(), 3, false);

        node.join(BILLING).look(BILLING);

        assertThat(node.one(HostCommand.Release.class).term().number()).isEqualTo(7);
    }

    @Test
    void sessionThatSomebodyClosedEarlySaysWhoItWas() {
        node.lead(BILLING, 100);
        HostCommand.Heartbeat beat = node.heartbeat();

        node.after(7).gone(beat, "other~1");

        HostCommand.ReportClosedEarly report = node.one(HostCommand.ReportClosedEarly.class);
        assertThat(report.session()).isEqualTo(beat.session());
        assertThat(report.by()).isEqualTo("other~1");
        assertThat(report.sinceYesNanos()).isBetween(TIMING.renewNanos(), TIMING.softNanos());
        assertThat(node.one(HostCommand.EndTerm.class).reason()).isEqualTo(EndReason.SESSION_CLOSED);
    }

    @Test
    void answerToAHeartbeatThatWasGivenUpReportsNobody() {
        node.lead(BILLING, 100);
        HostCommand.Heartbeat beat = node.heartbeat();
        node.after(700).on((host, now) -> host.heartbeatFailed(beat.session(), beat.attempt(), now));

        node.gone(beat, "other~1");

        node.none(HostCommand.ReportClosedEarly.class);
        node.none(HostCommand.EndTerm.class);
    }

    @Test
    void sessionThatNobodyIsNamedToHaveClosedReportsNobody() {
        node.lead(BILLING, 100);

        node.gone(node.heartbeat(), null);

        node.none(HostCommand.ReportClosedEarly.class);
        assertThat(node.one(HostCommand.EndTerm.class).reason()).isEqualTo(EndReason.SESSION_CLOSED);
    }

    /** Simulation seed 3957: it was looked for only when the next look was due, in five leases. */
    @Test
    void termThatIsMissingFromTheSumOfAHeartbeatIsLookedForAtOnce() {
        TermId billing = node.lead(BILLING, 100);
        HostCommand.Heartbeat beat = node.heartbeat();
        node.row(BILLING, 90, "other~1", true);

        node.answer(beat, 1, 55);
        Moment told = node.now();
        node.look(BILLING);

        assertThat(node.now()).isEqualTo(told);
        assertThat(node.one(HostCommand.EndTerm.class))
                .isEqualTo(new HostCommand.EndTerm(billing, EndReason.LEASE_LOST));
    }

    @Test
    void leaseOfARetiredComponentIsFoundByTheSumOfAHeartbeat() {
        node.join(BILLING).open();
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        node.on((host, now) -> host.retire(BILLING, now));
        node.after(1_500).on((host, now) -> host.acquireFailed(acquire.asks(), now));
        node.answer(node.one(HostCommand.Look.class));
        node.row(BILLING, 100, acquire.session().value(), false);
        node.session(acquire.session().value(), 1, false);

        node.answer(node.heartbeat(), 1, 100);
        node.look(BILLING);

        assertThat(node.one(HostCommand.Release.class).term().number()).isEqualTo(100);
    }

    @Test
    void newTermLiesAboveEveryTermThatWasSeenAlsoOfAReleasedRow() {
        node.row(BILLING, 500, "other~1", true);
        node.join(BILLING).open();
        HostCommand.Ask first = node.one(HostCommand.Acquire.class).asks().get(0);
        node.row(BILLING, 400, "other~1", true);

        node.on((host, now) -> host.acquired(List.of(first), List.of(new StoreAnswer.Refused()), now));
        node.look(BILLING);

        HostCommand.Ask second = node.one(HostCommand.Acquire.class).asks().get(0);
        assertThat(second.claim().aboveTerm()).isEqualTo(500);
    }

    @Test
    void rowThatWasSeenIsRememberedByAnElectionThatWasRetiredAndJoinedAgain() {
        node.row(BILLING, 500, "other~1", true);
        node.join(BILLING).open();
        HostCommand.Ask first = node.one(HostCommand.Acquire.class).asks().get(0);
        node.on((host, now) -> host.acquired(List.of(first), List.of(new StoreAnswer.Refused()), now));
        HostCommand.Look look = node.one(HostCommand.Look.class);
        node.on((host, now) -> host.retire(BILLING, now));
        node.answer(look);
        node.row(BILLING, 400, "other~1", true);

        node.after(1).join(BILLING).look(BILLING);

        assertThat(node.one(HostCommand.Acquire.class).asks().get(0).claim().aboveTerm())
                .isEqualTo(500);
    }

    /** An acquire that won after its election was retired: the heartbeat shows it, and it is being given back. */
    private TermId strayOfBilling() {
        node.join(BILLING).open();
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        node.on((host, now) -> host.retire(BILLING, now));
        node.after(1_500).on((host, now) -> host.acquireFailed(acquire.asks(), now));
        TermId stray = new TermId(BILLING, 100, acquire.session());
        node.row(BILLING, 100, acquire.session().value(), false);
        node.session(acquire.session().value(), 0, false);
        node.answer(node.heartbeat(), stray);
        assertThat(node.one(HostCommand.Release.class).term()).isEqualTo(stray);
        node.after(1);
        return stray;
    }

    @Test
    void leaseIsWrittenRoundedUpSoThatNobodyWaitsLessThanItsHolderCountsWith() {
        long odd = TIMING.leaseNanos() + MILLI / 2;
        Timing timing = new Timing(odd, TIMING.renewNanos(), TIMING.retryNanos(), TIMING.stopNanos());
        Host host = new Host(new NodeName("n"), timing, false, 1, () -> new SessionId("n~1"), node.now());

        HostCommand.OpenSession open =
                (HostCommand.OpenSession) host.tick(node.now()).get(0);

        assertThat(open.opening().leaseMillis() * MILLI).isGreaterThanOrEqualTo(odd);
    }

    /** A database whose rules show a row and hide writes to it refuses every claim, and no look shows why. */
    @Test
    void claimThatIsRefusedAgainAndAgainWaitsLongerEachTime() {
        node.row(BILLING, 7, "other~1", true);
        node.join(BILLING).open();
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);

        node.on((host, now) -> host.acquired(acquire.asks(), List.of(new StoreAnswer.Refused()), now));
        node.one(HostCommand.Look.class);
        long before = node.now().nanos();
        for (int refusals = 0; refusals < 5; refusals++) {
            node.look(BILLING);
            List<HostCommand.Ask> asks = node.one(HostCommand.Acquire.class).asks();
            node.on((host, now) -> host.acquired(asks, List.of(new StoreAnswer.Refused()), now));
        }

        node.none(HostCommand.Look.class);
        assertThat(node.now().nanos() - before).isGreaterThan(TIMING.firstBackoffNanos());
    }

    @Test
    void lapsedSessionIsClosedOnceNothingOfItIsInHand() {
        TermId led = node.lead(BILLING, 100);
        until(HostCommand.EndTerm.class);
        node.on((host, now) -> host.workEnded(led, now));
        HostCommand.Release release = node.one(HostCommand.Release.class);
        node.none(HostCommand.CloseSession.class);

        node.on((host, now) -> host.released(led, release.attempt(), now));

        assertThat(node.one(HostCommand.CloseSession.class).session()).isEqualTo(led.session());
    }

    @Test
    void strayWhoseReleaseTheDatabaseForgotIsReleasedAgain() {
        TermId stray = strayOfBilling();
        node.on((host, now) -> host.released(stray, 1, now));

        node.answer(node.heartbeat(), stray);

        assertThat(node.one(HostCommand.Release.class).term()).isEqualTo(stray);
    }

    @Test
    void claimOfWhichNobodyKnowsIsFollowedByALookSoon() {
        List<HostCommand.Ask> asks = askedWhileNobodyStandsBy();

        node.on((host, now) -> host.acquired(asks, List.of(new StoreAnswer.Unknown("lost")), now));

        assertThat(node.host.wakeAtNanos().orElseThrow() - node.now().nanos()).isBetween(1L, TIMING.retryNanos());
    }

    @Test
    void busyLeaseIsAskedForAgainInFiftyMilliseconds() {
        List<HostCommand.Ask> asks = askedWhileNobodyStandsBy();

        node.on((host, now) -> host.acquired(asks, List.of(new StoreAnswer.Busy()), now));

        assertThat(node.host.wakeAtNanos().orElseThrow() - node.now().nanos()).isEqualTo(50 * MILLI);
    }

    /** The next look comes after a rest. */
    private List<HostCommand.Ask> askedWhileNobodyStandsBy() {
        node.join(BILLING).open();
        List<HostCommand.Ask> asks = node.one(HostCommand.Acquire.class).asks();
        node.on((host, now) -> host.hint(Hint.LOOK, now));
        node.answer(node.one(HostCommand.Look.class));
        return asks;
    }

    @Test
    void strayThatIsBeingGivenBackIsNotReleasedAgainByTheNextHeartbeat() {
        TermId stray = strayOfBilling();

        node.answer(node.heartbeat(), stray);

        node.none(HostCommand.Release.class);
    }

    /** It was sent while the term was still held, and is answered when that has been given back. */
    @Test
    void heartbeatThatTheReleaseOfEndedWorkCrossedDoesNotRepeatIt() {
        TermId led = node.lead(BILLING, 100);
        HostCommand.Heartbeat crossed = node.heartbeat();
        node.on((host, now) -> host.resign(BILLING, 60_000 * MILLI, now));
        node.on((host, now) -> host.workEnded(led, now));
        HostCommand.Release release = node.one(HostCommand.Release.class);
        node.on((host, now) -> host.released(led, release.attempt(), now));

        node.answer(crossed, led);

        node.none(HostCommand.Release.class);
    }

    /** The look was sent before the lease was asked for on the word of a hint, and shows what was before that. */
    @Test
    void whatALookSaysOfALeaseThatWasTakenWhileItWasUnderWayIsDropped() {
        TermId old = seenLedByAnother();
        HostCommand.Look crossed = until(HostCommand.Look.class);
        node.on((host, now) -> host.hint(new Hint(old), now));
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);
        node.grant(acquire, 200);
        TermId led = node.one(HostCommand.OpenGates.class).term();
        node.on((host, now) -> host.gatesOpened(led, now));

        node.row(BILLING, 100, "other~1", true).answer(crossed);

        node.none(HostCommand.EndTerm.class);
        assertThat(node.host.position(BILLING).inHand()).isEqualTo(led);
    }

    /** Who cannot keep his own session alive does not judge others. */
    @Test
    void nobodyIsClosedWhileTheOwnSessionIsOver() {
        seenLedByAnother();
        HostCommand.OpenSession next = until(HostCommand.OpenSession.class);
        long over = node.now().nanos();

        while (node.now().nanos() - over < 2 * TIMING.leaseNanos()) {
            node.none(HostCommand.Expire.class);
            node.answerNext();
        }

        node.on((host, now) -> host.openFailed(next.opening().id(), now));
        node.answer(until(HostCommand.OpenSession.class)).look(BILLING);
        node.one(HostCommand.Expire.class);
    }

    /** Time passes until it wants this; heartbeats fail meanwhile. */
    private <C extends HostCommand> C until(Class<C> kind) {
        while (node.all(kind).isEmpty()) {
            List<HostCommand.Heartbeat> beats = node.all(HostCommand.Heartbeat.class);
            if (beats.isEmpty()) {
                node.wake();
            } else {
                HostCommand.Heartbeat beat = beats.get(0);
                node.on((host, now) -> host.heartbeatFailed(beat.session(), beat.attempt(), now));
            }
        }
        return node.one(kind);
    }

    /** It stands by, and its look shows somebody else lead. */
    private TermId seenLedByAnother() {
        node.row(BILLING, 100, "other~1", false).session("other~1", 1, false);
        node.join(BILLING).open();
        node.none(HostCommand.Acquire.class);
        return new TermId(BILLING, 100, new SessionId("other~1"));
    }

    /** The other session stays silent, and all heartbeats of the own one are answered. */
    private HostCommand.Expire nextExpiry() {
        for (int i = 0; i < 1_000 && node.all(HostCommand.Expire.class).isEmpty(); i++) {
            node.answerNext();
        }
        return node.one(HostCommand.Expire.class);
    }

    /** Its work does not end, so the lease is given up as an abandoned one would lapse. */
    private HostCommand.Release overrunUntilGivenUp(TermId term) {
        node.on((host, now) -> host.resign(term.component(), 0, now));
        while (node.all(HostCommand.Release.class).isEmpty()) {
            node.all(HostCommand.Heartbeat.class).forEach(beat -> node.answer(beat, term));
            node.wake();
        }
        return node.one(HostCommand.Release.class);
    }
}
