// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import static io.github.elector.host.ScriptedHost.BILLING;
import static io.github.elector.host.ScriptedHost.FIRST_LIFE;
import static io.github.elector.host.ScriptedHost.MILLI;
import static io.github.elector.host.ScriptedHost.TIMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.Hint;
import io.github.elector.store.MemoryTables;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The findings of the review that this library grew out of, as far as they show without a Vertx or a database. */
class OriginReviewTest {
    private static final SessionId ANN = new SessionId("ann~1");
    private static final SessionId BOB = new SessionId("bob~1");

    private final ScriptedHost node = new ScriptedHost();

    /** Finding 1: what was said to give atomicity was not in the predicate. */
    @Test
    void acquireOfARowThatHasChangedSinceItWasSeenIsRefused() {
        MemoryTables tables = new MemoryTables();
        Claim seenByBoth = new Claim(BILLING, null, FIRST_LIFE, -1);

        StoreAnswer first = acquire(tables, ANN, seenByBoth);
        StoreAnswer second = acquire(tables, BOB, seenByBoth);

        assertThat(first).isInstanceOf(StoreAnswer.Granted.class);
        assertThat(second).isEqualTo(new StoreAnswer.Refused());
    }

    /** Finding 1: the same holder again is another term. */
    @Test
    void acquireNamesTheTermAndNotOnlyTheHolder() {
        MemoryTables tables = new MemoryTables();
        TermId old = granted(acquire(tables, ANN, new Claim(BILLING, null, FIRST_LIFE, -1)));
        tables.release(old);
        granted(acquire(tables, ANN, new Claim(BILLING, old, FIRST_LIFE, -1)));

        assertThat(acquire(tables, BOB, new Claim(BILLING, old, FIRST_LIFE, -1)))
                .isEqualTo(new StoreAnswer.Refused());
    }

    /** Finding 2: the first attempt waited for a tick. */
    @Test
    void firstAttemptIsMadeAtOnceAndALeaderStartsAtBoot() {
        long boot = node.now().nanos();

        TermId term = node.lead(BILLING, 100);

        assertThat(term.number()).isEqualTo(100);
        assertThat(node.now().nanos()).isEqualTo(boot);
    }

    /** Finding 3: without a database the election was silently off. */
    @Test
    void storeThatNeverAnswersMeansNotLeaderAndIsReported() {
        node.join(BILLING);
        SessionId opening = node.one(HostCommand.OpenSession.class).opening().id();
        HostCommand.Look look = node.one(HostCommand.Look.class);

        node.after(1_500).on((host, now) -> host.openFailed(opening, now));

        assertThat(node.one(HostCommand.ReportStore.class).reachable()).isFalse();
        node.on((host, now) -> host.lookFailed(look.number(), now));
        node.none(HostCommand.BeginTerm.class);
        node.wake();
        assertThat(node.wanted).as("tried again").isNotEmpty();
    }

    /** Finding 4 and 10: work hung on the process, ran twice after flapping, or never again. */
    @Test
    void everyTermBeginsItsWorkOnceAndEndsItOnce() {
        TermId first = node.lead(BILLING, 100);
        node.on((host, now) -> host.resign(BILLING, 0, now));
        assertThat(node.one(HostCommand.EndTerm.class).term()).isEqualTo(first);
        node.on((host, now) -> host.resign(BILLING, 0, now));
        node.none(HostCommand.EndTerm.class);
        node.on((host, now) -> host.workEnded(first, now));
        HostCommand.Release release = node.one(HostCommand.Release.class);
        node.row(BILLING, 100, first.session().value(), true);
        node.on((host, now) -> host.released(first, release.attempt(), now)).look(BILLING);

        node.grant(node.one(HostCommand.Acquire.class), 200);
        TermId second = node.one(HostCommand.OpenGates.class).term();
        node.on((host, now) -> host.gatesOpened(second, now));

        assertThat(node.one(HostCommand.BeginTerm.class).term()).isEqualTo(second);
        node.on((host, now) -> host.gatesOpened(second, now));
        node.none(HostCommand.BeginTerm.class);
    }

    /** Finding 5: every insert error passed for a lost race. A failed insert is a failure, and tried under a fresh id. */
    @Test
    void insertThatFailedIsNotTakenForALostRace() {
        node.join(BILLING);
        SessionId first = node.one(HostCommand.OpenSession.class).opening().id();
        node.after(10).on((host, now) -> host.openFailed(first, now));
        node.none(HostCommand.Extend.class);

        do {
            node.wake();
        } while (node.all(HostCommand.OpenSession.class).isEmpty());

        assertThat(node.one(HostCommand.OpenSession.class).opening().id()).isNotEqualTo(first);
    }

    @Test
    void sessionIdThatExistsIsNotOpenedASecondTime() {
        MemoryTables tables = new MemoryTables();
        SessionOpening opening = new SessionOpening(ANN, new NodeName("ann"), 10_000, 3_000);

        assertThat(tables.open(opening, 0)).isTrue();
        assertThat(tables.open(opening, 0)).isFalse();
    }

    /** Finding 7: a ticker was left running on some exits. */
    @Test
    void noWakeIsLeftAfterCloseWhateverStateItCameIn() {
        closed(new ScriptedHost().join(BILLING));
        closed(new ScriptedHost().join(BILLING).open());
        ScriptedHost leading = new ScriptedHost();
        leading.lead(BILLING, 100);
        closed(leading);
        ScriptedHost draining = new ScriptedHost();
        draining.lead(BILLING, 100);
        closed(draining.on((host, now) -> host.resign(BILLING, 0, now)));
        ScriptedHost lapsed = new ScriptedHost();
        lapsed.lead(BILLING, 100);
        closed(lapsed.after(9_500).tick());
    }

    /** Nobody answers anything any more; the host closes all the same, and then wants nothing. */
    private static void closed(ScriptedHost host) {
        long begun = host.on((it, now) -> it.close(now)).now().nanos();
        while (host.all(HostCommand.HostClosed.class).isEmpty()) {
            host.wake();
        }
        assertThat(host.now().nanos() - begun)
                .isLessThanOrEqualTo(TIMING.stopNanos() + 3 * TIMING.storeTimeoutNanos() + MILLI);
        assertThat(host.host.wakeAtNanos()).isEmpty();
        assertThat(host.after(1_000_000).tick().wanted).isEmpty();
        assertThat(host.on((it, now) -> it.hint(Hint.LOOK, now)).wanted).isEmpty();
        assertThat(host.host.wakeAtNanos()).isEmpty();
    }

    /** Finding 8: heartbeats came at a divisor of the lease, so a race could unseat a healthy leader. */
    @Test
    void leaderThatSendsHeartbeatsIsNeverUnseatedWhateverThePhaseOfTheLooks() {
        for (long phase = 0; phase < 3_000; phase += 97) {
            ScriptedHost standby = new ScriptedHost();
            standby.row(BILLING, 100, "ann~1", false).session("ann~1", 0, false);
            standby.join(BILLING).open();
            for (int i = 0; i < 60; i++) {
                if (i % 7 == 3) {
                    // Up to the soft end is what a leader has: one heartbeat that comes as late as can be.
                    standby.after(TIMING.softNanos() / MILLI - 3_000);
                }
                standby.session("ann~1", (standby.now().wallMillis() + phase) / 8_980, false);
                standby.look(BILLING);
                standby.none(HostCommand.Expire.class);
                standby.none(HostCommand.Acquire.class);
                standby.all(HostCommand.Heartbeat.class).forEach(standby::answer);
            }
        }
    }

    /** Finding 9: the work has to stop before another begins. */
    @Test
    void leaderThatCannotRenewEndsItsWorkBeforeAnybodyMayTakeOver() {
        long granted = node.now().nanos();
        TermId term = node.lead(BILLING, 100);
        node.answer(node.heartbeat(), term);
        long sent = node.now().nanos();
        assertThat(sent - granted).isEqualTo(TIMING.renewNanos());

        while (node.all(HostCommand.EndTerm.class).isEmpty()) {
            node.wake();
        }

        assertThat(node.one(HostCommand.EndTerm.class))
                .isEqualTo(new HostCommand.EndTerm(term, EndReason.STORE_UNREACHABLE));
        long ended = node.now().nanos() - sent;
        assertThat(ended).isEqualTo(TIMING.softNanos());
        assertThat(ended + TIMING.stopNanos()).isEqualTo(TIMING.hardNanos()).isLessThan(TIMING.observeNanos());
        node.none(HostCommand.Release.class);
    }

    /** Finding 10: one failed renewal left nobody leading for a whole lease. */
    @Test
    void oneHeartbeatThatFailsCostsNothing() {
        TermId term = node.lead(BILLING, 100);
        HostCommand.Heartbeat lost = node.heartbeat();
        node.after(1_500).on((host, now) -> host.heartbeatFailed(lost.session(), lost.attempt(), now));
        node.none(HostCommand.EndTerm.class);

        node.answer(node.heartbeat(), term);

        node.one(HostCommand.Extend.class);
        node.none(HostCommand.EndTerm.class);
        assertThat(node.host.position(BILLING).inHand()).isEqualTo(term);
    }

    /** Finding 10: release came before stop. */
    @Test
    void releaseWaitsUntilTheWorkHasEnded() {
        TermId term = node.lead(BILLING, 100);
        node.on((host, now) -> host.resign(BILLING, 0, now));
        node.none(HostCommand.Release.class);
        node.after(990).tick();
        node.none(HostCommand.Release.class);

        node.on((host, now) -> host.workEnded(term, now));

        assertThat(node.one(HostCommand.Release.class).term()).isEqualTo(term);
    }

    /** Finding 10: fail-open when the table cannot be created, and replica clocks. */
    @Test
    void termIsNeverBegunWithoutAGrantOfTheDatabase() {
        node.join(BILLING).open();
        HostCommand.Acquire acquire = node.one(HostCommand.Acquire.class);

        node.after(1_500).on((host, now) -> host.acquireFailed(acquire.asks(), now));

        node.none(HostCommand.BeginTerm.class);
        node.none(HostCommand.OpenGates.class);
        assertThat(node.host.position(BILLING).inHand()).isNull();
    }

    private static StoreAnswer acquire(MemoryTables tables, SessionId session, Claim claim) {
        return tables.acquire(new AcquireRequest(session, List.of(claim)), FIRST_LIFE, 0)
                .get(0);
    }

    private static TermId granted(StoreAnswer answer) {
        return ((StoreAnswer.Granted) answer).term();
    }
}
