// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Leadership;
import io.github.elector.TermWork;
import io.github.elector.mutiny.Bridge;
import io.github.elector.mutiny.ElectorState;
import io.github.elector.mutiny.MutinyElector;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.StoreScript;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one is told who asks: on the state address, or {@link Elector#leadership}. */
class StateTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
    }

    private static JsonObject state(Vertx asked) {
        return await("the state", asked.eventBus().<JsonObject>request("elector.state." + COMPONENT, new JsonObject()))
                .body();
    }

    @Test
    void beforeAnythingWasSeenItSaysSo() {
        StoreScript.Held look = stage.script().hold(LOOK);
        Elector elector = stage.start(vertx, stage.calm(), TermWork.none());
        look.arrived().awaitReached(1);

        JsonObject state = state(vertx);

        assertThat(state.getBoolean("known")).isFalse();
        assertThat(state.getLong("ageMillis")).isEqualTo(-1);
        assertThat(state.getBoolean("leads")).isFalse();
        assertThat(state.getString("phase")).isEqualTo("standby");
        assertThat(state.containsKey("holder")).isFalse();
        Leadership leadership = elector.leadership();
        assertThat(leadership.known()).isFalse();
        assertThat(leadership.holder()).isEmpty();
        assertThat(leadership.leader()).isEmpty();
        look.letGo();
    }

    @Test
    void whoListensIsToldThatNobodyLeadsOnceThatIsKnown() {
        StoreScript.Held look = stage.script().hold(LOOK);
        Notices notices = Notices.about(COMPONENT, vertx);
        ElectorOptions observer = stage.calm().setCampaign(false);
        MutinyElector elector = MutinyElector.of(vertx, observer, stage.start(vertx, observer, TermWork.none()));
        Promise<ElectorState> first = Promise.promise();
        Future<ElectorState> known = Bridge.future(() -> elector.states()
                .invoke(state -> first.tryComplete(state))
                .filter(state -> state.leadership().known())
                .toUni());
        assertThat(await("a state", first.future()).leadership().known()).isFalse();

        look.letGo();

        assertThat(notices.await(NoticeType.LEADER_CHANGED).leader()).isNull();
        assertThat(await("a state that is known", known).leadership().holder()).isEmpty();
    }

    @Test
    void aLeaderKnowsAboutItselfRightNow() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());

        JsonObject state = state(vertx);

        assertThat(state.getBoolean("leads")).isTrue();
        assertThat(state.getString("phase")).isEqualTo("leading");
        assertThat(state.getString("term"))
                .isEqualTo(Long.toString(term(elector).number()));
        assertThat(state.getString("holder")).isEqualTo(term(elector).holder()).isEqualTo(state.getString("session"));
        assertThat(state.getLong("ageMillis")).isZero();
        assertThat(state.getString("component")).isEqualTo(COMPONENT);
        assertThat(state.getString("node")).isEqualTo("node");
        assertThat(state.getBoolean("storeReachable")).isTrue();
        Leadership leadership = elector.leadership();
        assertThat(leadership.known()).isTrue();
        assertThat(leadership.holder()).hasValue(term(elector).holder());
        assertThat(leadership.term()).hasValue(term(elector).number());
        assertThat(leadership.age()).isZero();
    }

    @Test
    void aStandbyTellsWhoLeadsAndHowOldThatIs() {
        Elector leader = stage.startLeading(vertx, stage.calm().setNode("first"), TermWork.none());
        Vertx other = stage.vertx();
        Notices notices = Notices.about(COMPONENT, other);
        long from = System.nanoTime();
        Elector standby = stage.startHonest(other, stage.calm(), TermWork.none());
        assertThat(notices.await(NoticeType.LEADER_CHANGED).leader()).isEqualTo("first");

        JsonObject state = state(other);
        Leadership leadership = standby.leadership();
        Duration most = Duration.ofNanos(System.nanoTime() - from);

        assertThat(state.getBoolean("leads")).isFalse();
        assertThat(state.getString("phase")).isEqualTo("standby");
        assertThat(state.getString("holder")).isEqualTo(term(leader).holder());
        assertThat(state.getLong("ageMillis")).isBetween(0L, most.toMillis());
        assertThat(state.getString("leader")).isEqualTo("first");
        assertThat(leadership.holder()).hasValue(term(leader).holder());
        assertThat(leadership.leader()).hasValue("first");
        assertThat(leadership.age()).isBetween(Duration.ZERO, most);
    }

    @Test
    void afterTheEndNobodyLeadsAsFarAsItKnows() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());
        await("the resignation", elector.resign(Duration.ofMinutes(1)));
        int looks = stage.script().calls(LOOK).count();
        stage.script().calls(LOOK).awaitReached(looks + 2);

        JsonObject state = state(vertx);

        assertThat(state.getBoolean("leads")).isFalse();
        assertThat(state.containsKey("holder")).isFalse();
        assertThat(elector.leadership().holder()).isEmpty();
        assertThat(elector.leadership().known()).isTrue();
    }
}
