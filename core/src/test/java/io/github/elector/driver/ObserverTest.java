// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static io.github.elector.testing.StoreScript.Operation.ACQUIRE;
import static io.github.elector.testing.StoreScript.Operation.CLOSE_SESSION;
import static io.github.elector.testing.StoreScript.Operation.EXPIRE;
import static io.github.elector.testing.StoreScript.Operation.HEARTBEAT;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static io.github.elector.testing.StoreScript.Operation.OPEN;
import static io.github.elector.testing.StoreScript.Operation.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.SessionOpening;
import io.github.elector.testing.Notices;
import io.github.elector.testing.StoreScript.Operation;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An elector that does not campaign, on a Vertx of its own. */
class ObserverTest {
    private static final List<Operation> WRITES = List.of(OPEN, HEARTBEAT, EXPIRE, ACQUIRE, RELEASE, CLOSE_SESSION);

    @RegisterExtension
    final Stage stage = new Stage();

    private Vertx vertx;
    private Notices notices;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    @Test
    void itTellsWhoLeadsAndWhenThatChanges() {
        Elector observer = stage.start(vertx, observing(stage.calm()), TermWork.none());
        assertThat(notices.await(NoticeType.LEADER_CHANGED).leader()).isNull();
        Elector leader = stage.startHonest(stage.vertx(), stage.calm().setNode("first"), TermWork.none());

        Notice changed = notices.await(NoticeType.LEADER_CHANGED);

        assertThat(changed.leader()).isEqualTo("first");
        assertThat(changed.term()).isEqualTo(term(leader).number());
        assertThat(observer.leadership().leader()).hasValue("first");
        await("the leader's end", leader.close());
        assertThat(notices.await(NoticeType.LEADER_CHANGED).leader()).isNull();
        assertThat(observer.leadership().holder()).isEmpty();
        assertNothingWritten();
    }

    @Test
    void itLeavesWhatNobodyLeadsAlone() {
        Elector observer = stage.start(vertx, observing(stage.calm()), TermWork.none());
        stage.script().calls(LOOK).awaitReached(4);

        JsonObject state = state();

        assertThat(stage.row(vertx, COMPONENT)).isEmpty();
        assertThat(observer.term()).isEmpty();
        assertThat(state.getString("phase")).isEqualTo("observer");
        assertThat(state.getBoolean("known")).isTrue();
        assertThat(state.getBoolean("storeReachable")).isTrue();
        assertThat(state.fieldNames()).doesNotContain("session", "holder", "leader", "waitsFor");
        assertNothingWritten();
    }

    @Test
    void itDoesNotCloseTheSessionOfALeaderThatIsSilent() {
        long lease = stage.quick().getLease();
        SessionId silent = new SessionId("dead~1");
        LeaseStore rows = stage.rows(vertx);
        await("its session", rows.open(new SessionOpening(silent, new NodeName("dead"), lease, lease / 4)));
        Claim claim = new Claim(new ComponentName(COMPONENT), null, stage.generation(vertx), -1);
        await("its lease", rows.acquire(new AcquireRequest(silent, List.of(claim))));

        stage.start(vertx, observing(stage.quick().setTrustDatabaseClock(true)), TermWork.none());
        await("a lease and a half", vertx.timer(lease * 3 / 2, java.util.concurrent.TimeUnit.MILLISECONDS));

        assertThat(stage.holder(vertx, COMPONENT))
                .hasValueSatisfying(session -> assertThat(session.closed()).isFalse());
        assertThat(stage.row(vertx, COMPONENT))
                .map(LeaseSight.Row::lease)
                .hasValueSatisfying(row -> assertThat(row.term().session()).isEqualTo(silent));
        assertNothingWritten();
    }

    @Test
    void resigningAndClosingAreNothingToItAndLeaveNoTrace() {
        Elector observer = stage.start(vertx, observing(stage.calm()), TermWork.none());

        await("the resignation", observer.resign(Duration.ZERO));
        await("the end", observer.close());

        assertNothingWritten();
        Elector candidate = stage.startLeading(vertx, stage.calm(), TermWork.none());
        assertThat(candidate.term()).isPresent();
    }

    @Test
    void oneVertxDoesNotBothObserveAndCampaignForAComponent() {
        stage.start(vertx, observing(stage.calm()), TermWork.none());

        assertThat(failure("a candidate", stage.starting(vertx, stage.calm(), TermWork.none())))
                .hasMessageContaining("has an elector");
    }

    @Test
    void whoCampaignsForAnotherComponentBesideItLeads() {
        stage.start(vertx, observing(stage.calm()), TermWork.none());

        Elector leader = stage.startLeading(vertx, stage.calm("search"), TermWork.none());

        assertThat(leader.term()).isPresent();
        assertThat(stage.row(vertx, COMPONENT)).isEmpty();
    }

    @Test
    void aStoreThatDoesNotAnswerIsTold() {
        stage.script().unreachable();
        stage.start(vertx, observing(stage.calm()), TermWork.none());

        notices.await(NoticeType.STORE_UNREACHABLE);
        stage.script().recover();
        notices.await(NoticeType.STORE_RECOVERED);
    }

    private static ElectorOptions observing(ElectorOptions options) {
        return options.setCampaign(false);
    }

    private JsonObject state() {
        return await("the state", vertx.eventBus().<JsonObject>request("elector.state." + COMPONENT, new JsonObject()))
                .body();
    }

    private void assertNothingWritten() {
        for (Operation write : WRITES) {
            assertThat(stage.script().calls(write).count()).as(write.name()).isZero();
        }
    }
}
