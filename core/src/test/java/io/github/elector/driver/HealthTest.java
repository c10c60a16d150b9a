// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.HEARTBEAT;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static io.github.elector.testing.StoreScript.Operation.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.ComponentHealth;
import io.github.elector.Elector;
import io.github.elector.ElectorVerticle;
import io.github.elector.Health;
import io.github.elector.TermWork;
import io.github.elector.health.HealthProcedures;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.testing.Notices;
import io.github.elector.testing.StoreScript;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When an elector says that it is not well, and that it says so at once. */
class HealthTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private Vertx vertx;
    private Notices notices;

    @BeforeEach
    void listen() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    /** That it was there at once is part of every test here. */
    private static ComponentHealth health(Elector elector) {
        Future<Health> answer = elector.health();
        assertThat(answer.succeeded()).as("answered at once").isTrue();
        assertThat(answer.result().isUp())
                .isEqualTo(answer.result().components().get(0).isUp());
        return answer.result().components().get(0);
    }

    private static ComponentHealth.Kind trouble(Elector elector) {
        return health(elector).trouble().map(ComponentHealth.Trouble::kind).orElse(null);
    }

    @Test
    void aLeaderWhoseHeartbeatsAreAnsweredIsUp() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());

        JsonObject json = elector.health().result().toJson();

        assertThat(json.getString("status")).isEqualTo("UP");
        JsonObject component = json.getJsonArray("components").getJsonObject(0);
        assertThat(component.remove("sinceHeartbeatMillis")).asString().matches("\\d{1,4}");
        assertThat(component)
                .isEqualTo(new JsonObject()
                        .put("component", "billing")
                        .put("node", "node")
                        .put("status", "UP")
                        .put("leads", true)
                        .put("storeReachable", true)
                        .put("workFailures", 0));
    }

    @Test
    void aStandbyIsUpAlsoWhileTheStoreIsAway() {
        Vertx other = stage.vertx();
        Notices leaders = Notices.about(COMPONENT, other);
        stage.startHonest(other, stage.calm(), TermWork.none());
        leaders.await(NoticeType.ELECTED);
        Elector standby = stage.start(vertx, stage.calm(), TermWork.none());
        notices.await(NoticeType.LEADER_CHANGED);

        assertThat(health(standby).isUp()).isTrue();
        stage.script().unreachable();
        notices.await(NoticeType.STORE_UNREACHABLE);

        assertThat(health(standby).isUp()).isTrue();
        assertThat(health(standby).storeReachable()).isFalse();
        assertThat(health(standby).leads()).isFalse();
    }

    @Test
    void aLeaderThatCannotRenewIsDownUntilItsTermHasEnded() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());
        stage.script().mute(HEARTBEAT);

        stage.clock().jump(Duration.ofSeconds(2));
        assertThat(health(elector).isUp()).as("one heartbeat is due").isTrue();
        stage.clock().jump(Duration.ofSeconds(3));

        assertThat(trouble(elector)).isEqualTo(ComponentHealth.Kind.CANNOT_RENEW);
        assertThat(health(elector).leads()).isTrue();
        JsonObject down = elector.health().result().toJson();
        assertThat(down.getString("status")).isEqualTo("DOWN");
        JsonObject component = down.getJsonArray("components").getJsonObject(0);
        assertThat(component.getString("trouble")).isEqualTo("cannot-renew");
        assertThat(component.getString("message")).contains("'billing'").contains("heartbeat");
        stage.script().unreachable();
        stage.clock().jump(Duration.ofSeconds(30));
        notices.await(NoticeType.REVOKED);

        assertThat(health(elector).leads()).isFalse();
        assertThat(health(elector).isUp()).as("it stands by").isTrue();
    }

    @Test
    void theAnswerDoesNotWaitForABlockedEventLoop() {
        Elector one = stage.startLeading(vertx, stage.calm(), TermWork.none());
        Elector other = stage.startLeading(vertx, stage.calm("search"), TermWork.none());
        Promise<Void> blocked = Promise.promise();
        Promise<Void> unblock = Promise.promise();
        term(one).ended().onSuccess(reason -> {
            blocked.complete();
            await("the unblocking", unblock.future());
        });
        Future<Void> resigned = one.resign(Duration.ofMinutes(1));
        await("the blocking of the elector's event loop", blocked.future());

        assertThat(health(other).isUp()).isTrue();
        stage.clock().jump(Duration.ofSeconds(5));
        assertThat(trouble(other)).isEqualTo(ComponentHealth.Kind.CANNOT_RENEW);

        unblock.complete();
        await("the resignation", resigned);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void onlyWhatSomebodyHasToRepairMakesAStandbyDown(Kind kind) {
        stage.script().fail(kind, PREPARE);
        Elector elector = stage.start(vertx, stage.calm(), TermWork.none());
        notices.await(NoticeType.STORE_UNREACHABLE);

        boolean toBeRepaired = kind == Kind.WRONG_SCHEMA || kind == Kind.NO_RIGHT;
        assertThat(trouble(elector)).isEqualTo(toBeRepaired ? ComponentHealth.Kind.MISCONFIGURED : null);
        assertThat(health(elector).trouble().map(ComponentHealth.Trouble::message))
                .isEqualTo(toBeRepaired ? Optional.of("the script says so") : Optional.empty());
        stage.script().recover();

        notices.await(NoticeType.ELECTED);
        assertThat(health(elector).isUp()).isTrue();
    }

    @Test
    void beforeAnythingIsKnownItIsUp() {
        StoreScript.Held look = stage.script().hold(LOOK);
        Elector elector = stage.start(vertx, stage.calm(), TermWork.none());
        look.arrived().awaitReached(1);

        assertThat(health(elector).isUp()).isTrue();
        assertThat(health(elector).leads()).isFalse();
        look.letGo();
    }

    @Test
    void oneThatWasClosedIsUpWhateverItsStoreDoes() {
        stage.script().fail(Kind.NO_RIGHT, LOOK);
        Elector elector = stage.start(vertx, stage.calm(), TermWork.none());
        notices.await(NoticeType.STORE_UNREACHABLE);
        assertThat(health(elector).isUp()).isFalse();

        await("the close", elector.close());

        assertThat(health(elector).isUp()).isTrue();
    }

    @Test
    void oneWhoseOwnCodeFailedIsDownForGood() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());
        HostDriver driver = ((ComponentElector) elector).driver;

        driver.turns()
                .inTurn(() -> driver.turns().on(now -> {
                    throw new IllegalStateException("a bug");
                }));
        notices.await(NoticeType.REVOKED);

        assertThat(trouble(elector)).isEqualTo(ComponentHealth.Kind.STOPPED);
        assertThat(health(elector).leads()).isFalse();
        assertThat(health(elector).trouble().orElseThrow().message())
                .contains("'node'")
                .contains("restart it");
        await("the close", elector.close());
        assertThat(trouble(elector)).isEqualTo(ComponentHealth.Kind.STOPPED);
    }

    @Test
    void aVerticleTellsHowAllOfItsElectorsAre() {
        ElectorVerticle electors = new ElectorVerticle(stage.calm().setComponent("orders"))
                .elect("orders", TermWork.none())
                .elect("search", TermWork.none());
        await("the deployment", vertx.deployVerticle(electors));

        Health health = electors.health().result();

        assertThat(health.isUp()).isTrue();
        assertThat(health.components()).extracting(ComponentHealth::component).containsExactly("orders", "search");
    }

    @Test
    void aHealthCheckOfVertxTellsTheSame() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());
        HealthChecks checks = HealthChecks.create(vertx).register("elector/billing", HealthProcedures.of(elector));

        assertThat(CheckResult.isUp(await("the check", checks.checkStatus()))).isTrue();
        stage.script().mute(HEARTBEAT);
        stage.clock().jump(Duration.ofSeconds(5));

        CheckResult down = await("the check", checks.checkStatus());
        assertThat(CheckResult.isUp(down)).isFalse();
        assertThat(down.toJson().encode()).contains("cannot-renew");
    }
}
