// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.store.StoreAnswer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of DESIGN §5, 'Looking', 'Expiring', 'Acquiring' and the generation guard, one by one. */
class ObservationsTest {
    private static final long MILLI = 1_000_000;
    private static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 10_000, 1_000);
    private static final ComponentName BILLING = new ComponentName("billing");
    private static final SessionId OTHER = new SessionId("other~1");
    private static final SessionId OWN = new SessionId("own~1");

    private Observations seen = new Observations(TIMING, false, 0);
    private final Set<ComponentName> hadRow = new HashSet<>();
    private Server server = new Server(new Generation("first"), 3_600_000);
    private LeaseSight billing = new LeaseSight.NoRow();
    private final Map<SessionId, SessionSight> sessions = new HashMap<>();
    private long arrivedMillis = 1_000;

    // Expiring a session.

    @Test
    void holderSeenUnchangedForALeaseAndALittleMoreIsExpired() {
        held("first");
        holder(5, 10_000);
        look(0);

        assertThat(look(10_019).expirable()).isEmpty();
        Insight insight = look(2);

        assertThat(insight.expirable()).hasSize(1);
        Insight.Silence silence = insight.expirable().get(0);
        assertThat(silence.session()).isEqualTo(OTHER);
        assertThat(silence.request().version()).isEqualTo(5);
        assertThat(silence.request().generation()).isEqualTo(new Generation("first"));
        assertThat(silence.unchangedNanos()).isBetween(10_020 * MILLI, 10_021 * MILLI);
    }

    @Test
    void silenceByTheDatabasesClockMeansNothingUnlessThatClockIsTrusted() {
        held("first");
        silentByDatabase(3_600_000);

        assertThat(look(0).expirable()).isEmpty();
    }

    @Test
    void holderThatIsSilentByATrustedClockIsExpiredAtFirstSight() {
        seen = new Observations(TIMING, true, 0);
        held("first");
        silentByDatabase(10_021);

        Insight insight = look(0);

        assertThat(insight.expirable()).hasSize(1);
        assertThat(insight.expirable().get(0).unchangedNanos()).isZero();
        assertThat(insight.expirable().get(0).silentMillis()).isEqualTo(10_021);
    }

    @Test
    void trustedClockIsAskedAgainWhenTheHolderCouldHaveBeenSilentForLongEnough() {
        seen = new Observations(TIMING, true, 0);
        held("first");
        silentByDatabase(10_020);

        Insight insight = look(0);

        assertThat(insight.expirable()).isEmpty();
        assertThat(insight.nextLookNanos()).isLessThan(1_000 * MILLI);
    }

    @Test
    void clockOfAServerThatHasJustStartedIsNotTrusted() {
        seen = new Observations(TIMING, true, 0);
        server = new Server(new Generation("first"), 10_020);
        held("first");
        silentByDatabase(3_600_000);

        assertThat(look(0).expirable()).isEmpty();
    }

    @Test
    void heartbeatFromTheFutureOfATrustedClockIsNoSilence() {
        seen = new Observations(TIMING, true, 0);
        held("first");
        silentByDatabase(-3_600_000);

        assertThat(look(0).expirable()).isEmpty();
        assertThat(look(10_100).expirable()).hasSize(1);
    }

    @Test
    void waitCountsFromTheArrivalOfTheFirstSightToTheSendingOfTheLast() {
        held("first");
        holder(5, 10_000);
        look(0);

        // Sent 10 019 ms after the first arrival, arrived 10 519 ms after it.
        Insight tooEarly = study(arrivedMillis + 10_019, arrivedMillis + 10_519);

        assertThat(tooEarly.expirable()).isEmpty();
    }

    @Test
    void waitForWhatALaterLookShowedFirstCountsFromItsArrivalToo() {
        held("first");
        look(0);
        holder(5, 10_000);
        study(arrivedMillis + 1_000, arrivedMillis + 1_500);

        // 10 019 ms after that arrival, 10 519 ms after it was sent.
        Insight tooEarly = look(10_019);

        assertThat(tooEarly.expirable()).isEmpty();
    }

    @Test
    void everyHeartbeatStartsTheWaitAnew() {
        held("first");
        holder(5, 10_000);
        look(0);
        holder(6, 10_000);
        look(9_000);

        assertThat(look(9_000).expirable()).isEmpty();
        assertThat(look(1_100).expirable()).hasSize(1);
    }

    @Test
    void versionIsComparedForEqualityOnly() {
        held("first");
        holder(5, 10_000);
        look(0);
        holder(4, 10_000);
        look(9_000);

        assertThat(look(9_000).expirable()).isEmpty();
    }

    @Test
    void longerLeaseOfTheHolderIsWaitedFor() {
        held("first");
        holder(5, 15_000);
        look(0);

        look(9_000);
        assertThat(look(6_000).expirable()).isEmpty();
        assertThat(look(100).expirable()).hasSize(1);
    }

    @Test
    void shorterLeaseOfTheHolderDoesNotShortenTheWait() {
        held("first");
        holder(5, 4_000);
        look(0);

        assertThat(look(10_000).expirable()).isEmpty();
    }

    @Test
    void leaseBeyondAllLimitsIsReportedAndLeftAlone() {
        held("first");
        holder(5, 86_400_001);
        look(0);

        Insight insight = look(10_100);

        assertThat(insight.expirable()).isEmpty();
        assertThat(insight.complaints()).containsOnlyKeys("session 'other~1'");
        assertThat(insight.believable()).isEmpty();
    }

    @Test
    void sessionRowThatCannotBeReadIsNotSaidToHoldWhatStandsForThat() {
        held("first");
        sessions.put(OTHER, new SessionSight(OTHER, 5, false, SessionSight.UNREADABLE, SessionSight.UNREADABLE, 0));

        assertThat(look(0).complaints().get("session 'other~1'"))
                .contains("holds a null, a negative number or an infinite time", "set closed to true")
                .doesNotContain("9223372036854775807");
    }

    @Test
    void ownSessionsAreNeverExpired() {
        billing = row(50, OWN, false, "first");
        sessions.put(OWN, new SessionSight(OWN, 5, false, 10_000, 3_000, 0));
        look(0);

        assertThat(look(10_100).expirable()).isEmpty();
    }

    @Test
    void stalledCandidateCountsOneStepAndNotALease() {
        held("first");
        holder(5, 10_000);
        study(1_000, 1_000, 500);

        Insight insight = study(3_600_000, 3_600_000, 500);

        assertThat(insight.expirable()).isEmpty();
        assertThat(insight.nextLookNanos()).isLessThan(10_020 * MILLI);
    }

    /** Not so long that all is forgotten. */
    @Test
    void clockThatJumpsByTwoLeasesCountsOneStepAndNotTwoLeases() {
        held("first");
        holder(5, 10_000);
        study(1_000, 1_000, 500);

        Insight insight = study(21_000, 21_000, 500);

        assertThat(insight.expirable()).isEmpty();
        assertThat(insight.nextLookNanos()).isLessThan(10_020 * MILLI);
    }

    @Test
    void sessionThatHoldsNothingIsExpiredAfterTenLeases() {
        holder(5, 10_000);
        look(0);
        for (int i = 0; i < 10; i++) {
            assertThat(look(10_000).expirable()).isEmpty();
        }

        assertThat(look(300).expirable()).hasSize(1);
    }

    @Test
    void whoLooksOnceInManyLeasesStillKnowsWhatItSawLast() {
        holder(5, 10_000);
        rest(0);

        assertThat(rest(600_000).expirable()).hasSize(1);
    }

    @Test
    void itIsToldWhenASessionThatHoldsNothingCanBeClosed() {
        assertThat(look(0).leftBehindNanos()).isEqualTo(Long.MAX_VALUE);
        holder(5, 10_000);
        assertThat(look(0).leftBehindNanos()).isEqualTo((100_200 + 1) * MILLI);
        assertThat(look(10_000).leftBehindNanos()).isEqualTo((90_200 + 1) * MILLI);

        assertThat(rest(90_201).expirable()).hasSize(1);
    }

    // Acquiring a component.

    @Test
    void livingHolderIsNotClaimed() {
        held("first");
        holder(5, 10_000);

        assertThat(look(0).believable()).doesNotContainKey(BILLING);
    }

    @Test
    void releasedRowIsBelievedAtOnce() {
        billing = row(50, OTHER, true, "first");

        assertThat(look(0).believable()).containsEntry(BILLING, true);
    }

    @Test
    void rowOfAClosedSessionIsBelievedAtOnce() {
        held("first");
        sessions.put(OTHER, new SessionSight(OTHER, 5, true, 10_000, 3_000, 0));

        assertThat(look(0).believable()).containsEntry(BILLING, true);
    }

    @Test
    void rowWhoseSessionIsMissingIsBelievedAfterALease() {
        held("first");

        assertThat(look(0).believable()).containsEntry(BILLING, false);
        assertThat(look(10_000).believable()).containsEntry(BILLING, false);
        assertThat(look(21).believable()).containsEntry(BILLING, true);
    }

    @Test
    void missingSessionThatComesBackIsWatchedAnew() {
        held("first");
        look(0);
        holder(5, 10_000);
        look(9_000);
        sessions.clear();
        look(1_000);

        assertThat(look(9_000).believable()).containsEntry(BILLING, false);
    }

    @Test
    void rowThatNeverWasIsBelievedAtOnce() {
        assertThat(look(0).believable()).containsEntry(BILLING, true);
    }

    @Test
    void rowThatDisappearedIsBelievedAfterALease() {
        hadRow.add(BILLING);

        assertThat(look(0).believable()).containsEntry(BILLING, false);
        assertThat(look(10_021).believable()).containsEntry(BILLING, true);
    }

    @Test
    void poisonedRowIsReportedAndNeverClaimed() {
        billing = new LeaseSight.Poisoned("term is -5");

        Insight insight = look(0);

        assertThat(insight.complaints()).containsEntry("component 'billing'", "term is -5");
        assertThat(insight.believable()).isEmpty();
    }

    // The generation guard.

    @Test
    void releasedRowOfAnEarlierLifeIsBelievedAfterALeaseOfWatchingThisOne() {
        billing = row(50, OTHER, true, "earlier");

        assertThat(look(0).believable()).containsEntry(BILLING, false);
        assertThat(look(10_000).believable()).containsEntry(BILLING, false);
        assertThat(look(21).believable()).containsEntry(BILLING, true);
    }

    @Test
    void missingRowOnAServerThatIsYoungIsBelievedAfterALease() {
        server = new Server(new Generation("first"), 9_000);

        assertThat(look(0).believable()).containsEntry(BILLING, false);
        assertThat(look(10_021).believable()).containsEntry(BILLING, true);
    }

    @Test
    void missingRowIsBelievedOnceTheServerIsUpForLongerThanALease() {
        server = new Server(new Generation("first"), 10_001);

        assertThat(look(0).believable()).containsEntry(BILLING, true);
    }

    @Test
    void missingRowAfterAChangeOfLifeIsBelievedAfterALeaseHoweverLongTheServerIsUp() {
        held("first");
        holder(5, 10_000);
        look(0);
        server = new Server(new Generation("promoted"), 3_600_000);
        billing = new LeaseSight.NoRow();
        sessions.clear();

        assertThat(look(1_000).believable()).containsEntry(BILLING, false);
        assertThat(look(10_000).believable()).containsEntry(BILLING, false);
        assertThat(look(21).believable()).containsEntry(BILLING, true);
    }

    @Test
    void allObservationsStartAnewInANewLife() {
        held("first");
        holder(5, 10_000);
        look(0);
        look(9_900);
        server = new Server(new Generation("second"), 10);

        assertThat(look(1_000).expirable()).isEmpty();
        assertThat(look(10_000).expirable()).isEmpty();
        assertThat(look(21).expirable()).hasSize(1);
    }

    @Test
    void heartbeatTellsOfANewLifeAsWellAsALook() {
        billing = row(50, OTHER, true, "first");
        look(0);
        seen.onServer(new Generation("second"), arrivedMillis * MILLI);
        server = new Server(new Generation("second"), 10);

        assertThat(look(10_010).believable()).containsEntry(BILLING, false);
        assertThat(look(11).believable()).containsEntry(BILLING, true);
    }

    /** Seed 60260983614: a look that read something else had made the watch of a dead holder begin anew. */
    @Test
    void holderIsWatchedOnThoughALookInBetweenDidNotShowIt() {
        held("first");
        holder(5, 10_000);
        look(0);
        look(5_000);
        sessions.clear();
        billing = row(50, OTHER, true, "first");
        look(1);

        held("first");
        holder(5, 10_000);
        look(5_010);

        assertThat(look(20).expirable()).hasSize(1);
    }

    // What a standby waits for.

    @Test
    void aMissingRowOnAYoungServerIsWaitedForUntilTheServerHasBeenUpForALease() {
        server = new Server(new Generation("first"), 9_000);

        assertThat(look(0).waits()).containsEntry(BILLING, waiting(ClaimWait.Cause.SERVER_STARTED, 1_000));
    }

    @Test
    void whatIsBelievedAtOnceIsNotWaitedFor() {
        assertThat(look(0).waits()).isEmpty();
    }

    @Test
    void aReleasedRowOfAnEarlierLifeIsWaitedForAsLongAsThisOneHasToBeWatched() {
        billing = row(50, OTHER, true, "earlier");
        look(0);

        assertThat(look(4_000).waits()).containsEntry(BILLING, waiting(ClaimWait.Cause.SERVER_CHANGED, 6_020));
    }

    @Test
    void aServerThatHasChangedIsWaitedForWhereThereIsNoRow() {
        look(0);
        server = new Server(new Generation("promoted"), 3_600_000);

        assertThat(look(1_000).waits()).containsEntry(BILLING, waiting(ClaimWait.Cause.SERVER_CHANGED, 10_020));
    }

    @Test
    void rowsThatHaveVanishedAreWaitedFor() {
        hadRow.add(BILLING);
        look(0);
        assertThat(look(20).waits()).containsEntry(BILLING, waiting(ClaimWait.Cause.ROW_MISSING, 10_000));

        held("first");
        look(1_000);
        assertThat(look(20).waits()).containsEntry(BILLING, waiting(ClaimWait.Cause.HOLDER_MISSING, 10_000));
    }

    @Test
    void aLeaderIsWaitedForOnceItsHeartbeatIsOverdueByAHalf() {
        held("first");
        holder(5, 10_000);
        look(0);

        assertThat(look(4_500).waits()).isEmpty();
        assertThat(look(1).waits()).containsEntry(BILLING, waiting(ClaimWait.Cause.LEADER_SILENT, 10_020 - 4_501));
        holder(6, 10_000);
        assertThat(look(1).waits()).isEmpty();
    }

    @Test
    void aPoisonedRowIsNotWaitedFor() {
        billing = new LeaseSight.Poisoned("term is -5");

        assertThat(look(0).waits()).isEmpty();
    }

    private static ClaimWait waiting(ClaimWait.Cause cause, long millis) {
        return new ClaimWait(cause, millis * MILLI);
    }

    // Played.

    private void held(String generation) {
        billing = row(50, OTHER, false, generation);
    }

    /** The holder's last heartbeat is so old by the clock of the database. */
    private void silentByDatabase(long millis) {
        sessions.put(OTHER, new SessionSight(OTHER, 5, false, 10_000, 3_000, millis));
    }

    private void holder(long version, long leaseMillis) {
        sessions.put(OTHER, new SessionSight(OTHER, version, false, leaseMillis, Math.min(3_000, leaseMillis), 0));
    }

    private static LeaseSight row(long term, SessionId session, boolean released, String generation) {
        return new LeaseSight.Row(new Lease(new TermId(BILLING, term, session), released, new Generation(generation)));
    }

    /** Sent and answered so long after the previous answer, as planned. */
    private Insight look(long afterMillis) {
        return study(arrivedMillis + afterMillis, arrivedMillis + afterMillis);
    }

    /** The same, of one that was planned for a long rest. */
    private Insight rest(long afterMillis) {
        return study(arrivedMillis + afterMillis, arrivedMillis + afterMillis, 600_000);
    }

    private Insight study(long sentMillis, long arrivedMillis) {
        return study(sentMillis, arrivedMillis, 20_000);
    }

    private Insight study(long sentMillis, long arrivedMillis, long plannedMillis) {
        this.arrivedMillis = arrivedMillis;
        StoreAnswer.Looked looked = new StoreAnswer.Looked(server, Map.of(BILLING, billing), Map.copyOf(sessions));
        LookSpan span = new LookSpan(sentMillis * MILLI, arrivedMillis * MILLI, plannedMillis * MILLI, true);
        return seen.study(looked, span, Set.of(OWN), hadRow::contains, Set.of());
    }
}
