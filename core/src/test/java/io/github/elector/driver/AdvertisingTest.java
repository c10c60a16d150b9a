// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.HEARTBEAT;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a leader advertises reaches all that see it lead, and what is wrong with it harms nobody. */
class AdvertisingTest {
    private static final JsonObject FIRST = new JsonObject().put("url", "http://10.0.0.7:8080");
    private static final JsonObject SECOND = new JsonObject().put("url", "http://10.0.0.8:8080");
    private static final String SECRET = "correcthorsebatterystaple";

    @RegisterExtension
    final Stage stage = new Stage();

    private final CapturedLogs logs = new CapturedLogs();
    private Vertx vertx;
    private Vertx other;
    private Notices notices;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
        other = stage.vertx();
        notices = Notices.about(COMPONENT, other);
    }

    @AfterEach
    void stopListening() {
        logs.close();
    }

    @Test
    void aLeaderTellsItsOwnAtOnce() {
        Notices own = Notices.about(COMPONENT, vertx);

        Elector leader = stage.start(vertx, first(), TermWork.none());

        assertThat(own.await(NoticeType.ELECTED).metadata()).isEqualTo(FIRST);
        assertThat(leader.leadership().metadata()).hasValue(FIRST);
        assertThat(state(vertx).getJsonObject("metadata")).isEqualTo(FIRST);
        await("the resignation", leader.resign(Duration.ofMinutes(1)));
        assertThat(own.await(NoticeType.REVOKED).metadata()).isNull();
    }

    @Test
    void aStandbyIsToldWhatTheLeaderAdvertisesAndThenWhatTheNextOneDoes() {
        Elector leader = stage.startLeading(vertx, first(), TermWork.none());
        Elector standby = stage.startHonest(other, second(), TermWork.none());

        assertThat(notices.await(NoticeType.LEADER_CHANGED).metadata()).isEqualTo(FIRST);
        assertThat(standby.leadership().metadata()).hasValue(FIRST);
        assertThat(state(other).getJsonObject("metadata")).isEqualTo(FIRST);

        await("the end of the leader", leader.close());
        Notice elected = notices.await(NoticeType.ELECTED);

        assertThat(elected.metadata()).isEqualTo(SECOND);
        assertThat(standby.leadership().metadata()).hasValue(SECOND);
        assertThat(state(other).getJsonObject("metadata")).isEqualTo(SECOND);
    }

    @Test
    void anObserverIsToldAndAdvertisesNothing() {
        Elector leader = stage.startLeading(vertx, first(), TermWork.none());
        Elector observer = stage.startHonest(other, second().setCampaign(false), TermWork.none());

        assertThat(notices.await(NoticeType.LEADER_CHANGED).metadata()).isEqualTo(FIRST);

        await("the end of the leader", leader.close());
        assertThat(notices.await(NoticeType.LEADER_CHANGED).metadata()).isNull();
        assertThat(observer.leadership().metadata()).isEmpty();
        assertThat(state(other).fieldNames()).doesNotContain("metadata");
    }

    @Test
    void whoAdvertisesNothingIsToldWithoutIt() {
        Elector leader = stage.startLeading(vertx, beating().setNode("first"), TermWork.none());
        Elector standby = stage.startHonest(other, second(), TermWork.none());

        assertThat(notices.await(NoticeType.LEADER_CHANGED).metadata()).isNull();
        assertThat(leader.leadership().metadata()).isEmpty();
        assertThat(standby.leadership().metadata()).isEmpty();
        assertThat(state(vertx).fieldNames()).doesNotContain("metadata");
        assertThat(state(other).fieldNames()).doesNotContain("metadata");
    }

    @Test
    void whatWasReadCannotBeChangedForOthers() {
        Elector leader = stage.startLeading(vertx, first(), TermWork.none());

        leader.leadership().metadata().orElseThrow().put("url", "elsewhere");
        state(vertx).getJsonObject("metadata").put("url", "elsewhere");

        assertThat(leader.leadership().metadata()).hasValue(FIRST);
        assertThat(state(vertx).getJsonObject("metadata")).isEqualTo(FIRST);
    }

    @Test
    void everySessionOfTheNodeAdvertisesTheSame() {
        Elector leader = stage.startLeading(vertx, first(), TermWork.none());
        Notices own = Notices.about(COMPONENT, vertx);
        String before = term(leader).holder();

        await(
                "the loss of the session",
                stage.rows(vertx).closeSession(term(leader).id().session()));

        Notice again = own.await(NoticeType.ELECTED);
        assertThat(again.holder()).isNotEqualTo(before);
        assertThat(again.metadata()).isEqualTo(FIRST);
        assertThat(stage.holder(vertx, COMPONENT).orElseThrow().metadata()).isEqualTo(FIRST.encode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "too large", "an array"})
    void whatNoElectorWroteIsLeftOutAndSaidOnceAndHarmsNobody(String what) {
        String text =
                switch (what) {
                    case "no JSON" -> "{" + SECRET;
                    case "too large" -> "{\"" + SECRET + "\":\"" + "x".repeat(100_000) + "\"}";
                    default -> "[\"" + SECRET + "\"]";
                };
        Elector leader = stage.startLeading(vertx, first(), TermWork.none());
        stage.script().alterLooks(looked -> advertising(text, looked));

        Elector standby = stage.start(other, second(), TermWork.none());
        Notice changed = notices.await(NoticeType.LEADER_CHANGED);
        stage.script().calls(LOOK).awaitMore(6);
        stage.script().calls(HEARTBEAT).awaitMore(2);

        assertThat(changed.leader()).isEqualTo("first");
        assertThat(changed.metadata()).isNull();
        assertThat(standby.leadership().leader()).hasValue("first");
        assertThat(standby.leadership().metadata()).isEmpty();
        assertThat(state(other).fieldNames()).contains("leader").doesNotContain("metadata");
        assertThat(term(leader).isValid()).isTrue();
        assertThat(errors())
                .containsExactly("SEVERE metadata of session '" + term(leader).holder() + "' in the database "
                        + (what.equals("too large") ? "is larger than 2048 bytes" : "is no JSON object")
                        + " and is told to nobody: set that column of its row to NULL; nothing else comes of it");
        assertThat(logs.lines()).noneMatch(line -> line.contains(SECRET));

        stage.script().alterLooks(looked -> looked);
        await("the end of the leader", leader.close());
        assertThat(notices.await(NoticeType.ELECTED).metadata()).isEqualTo(SECOND);
    }

    /** Often enough for a test to wait for. */
    private ElectorOptions beating() {
        return stage.calm().setRenew(300).setRetry(200);
    }

    private ElectorOptions first() {
        return beating().setNode("first").setMetadata(FIRST);
    }

    private ElectorOptions second() {
        return beating().setNode("second").setMetadata(SECOND);
    }

    private static JsonObject state(Vertx asked) {
        return await("the state", asked.eventBus().<JsonObject>request("elector.state." + COMPONENT, new JsonObject()))
                .body();
    }

    private static StoreAnswer.Looked advertising(String metadata, StoreAnswer.Looked looked) {
        Map<SessionId, SessionSight> sessions = new HashMap<>();
        looked.sessions()
                .forEach((id, sight) -> sessions.put(
                        id,
                        new SessionSight(
                                id,
                                sight.version(),
                                sight.closed(),
                                sight.leaseMillis(),
                                sight.renewMillis(),
                                sight.silentMillis(),
                                metadata)));
        return new StoreAnswer.Looked(looked.server(), looked.leases(), sessions, looked.held());
    }

    private List<String> errors() {
        return logs.lines().stream().filter(line -> line.startsWith("SEVERE")).toList();
    }
}
