// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.ACQUIRE;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.NoticeType;
import io.github.elector.notice.ReleaseHint;
import io.github.elector.testing.Notices;
import io.github.elector.testing.hostile.HostileJson;
import io.github.elector.testing.hostile.HostileText;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a standby does about releases it hears of on the event bus. Between two heartbeats of the leader it has no other
 * reason to look, so each look is one that somebody caused.
 */
class BusHintsTest {
    private static final String ADDRESS = "elector.hint";

    @RegisterExtension
    final Stage stage = new Stage();

    private Vertx vertx;
    private Elector leader;
    private TermId led;

    @BeforeEach
    void lead() {
        Vertx other = stage.vertx();
        Notices notices = Notices.about(COMPONENT, other);
        leader = stage.startHonest(other, rare().setNode("leader"), TermWork.none());
        notices.await(NoticeType.ELECTED);
        vertx = stage.vertx();
    }

    @Test
    void aReleaseThatIsHeardOfIsLookedAfterAndNotBelieved() {
        standBy(rare().setClustered(true));
        int before = stage.script().calls(LOOK).count();

        hint(led);

        looksMore(1, before);
        assertThat(stage.script().calls(ACQUIRE).count()).isZero();
        assertThat(term(leader).id()).isEqualTo(led);
    }

    @Test
    void whatIsNoHintAboutTheLeaderOfAComponentOfThisProcessChangesNothing() {
        standBy(rare().setClustered(true));
        int before = stage.script().calls(LOOK).count();
        Random random = new Random(6);
        JsonObject right = new ReleaseHint(led).toJson();

        hint(new TermId(new ComponentName("other"), led.number(), led.session()));
        hint(new TermId(led.component(), led.number() + 1, led.session()));
        hint(new TermId(led.component(), led.number() - 1, led.session()));
        hint(new TermId(led.component(), led.number(), new SessionId("leader~1")));
        vertx.eventBus().publish(ADDRESS, null);
        vertx.eventBus().publish(ADDRESS, new JsonArray().add(right));
        vertx.eventBus().publish(ADDRESS, Buffer.buffer(right.encode()));
        for (int i = 0; i < 1_000; i++) {
            JsonObject mutated = HostileJson.mutated(random, right);
            if (isJson(mutated) && !isRight(mutated)) {
                vertx.eventBus().publish(ADDRESS, mutated);
            }
            vertx.eventBus().publish(ADDRESS, HostileText.small(random));
        }
        delivered();
        hint(led);

        looksMore(1, before);
    }

    @Test
    void aFloodOfHintsCostsAFewLooks() {
        standBy(rare().setClustered(true));
        int before = stage.script().calls(LOOK).count();
        long began = System.nanoTime();

        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 1_000; j++) {
                hint(led);
            }
            delivered();
        }

        // The first at once, then 1 ms, 2 ms, 4 ms later: as often as the time that has passed doubles.
        long millis = (System.nanoTime() - began) / 1_000_000;
        int allowed = 3 + 64 - Long.numberOfLeadingZeros(millis);
        assertThat(stage.script().calls(LOOK).count() - before).isBetween(1, allowed);
        assertThat(stage.script().calls(ACQUIRE).count()).isZero();
        assertThat(term(leader).id()).isEqualTo(led);
    }

    @Test
    void itsOwnTermIsNoReasonToLook() {
        await("the end of the leader", leader.close());
        Elector own = stage.startLeading(vertx, rare().setClustered(true), TermWork.none());
        int before = stage.script().calls(LOOK).count();

        hint(term(own).id());
        delivered();

        assertThat(stage.script().calls(LOOK).count()).isEqualTo(before);
    }

    @Test
    void nobodyListensUnlessItIsSwitchedOn() {
        standBy(rare());
        int before = stage.script().calls(LOOK).count();

        hint(led);
        delivered();

        assertThat(stage.script().calls(LOOK).count()).isEqualTo(before);
    }

    @Test
    void aReleaseIsToldOnceItIsInTheDatabaseAndOnlyIfThatIsSwitchedOn() {
        await("the end of the leader", leader.close());
        Promise<Boolean> told = Promise.promise();
        Promise<TermId> released = Promise.promise();
        vertx.eventBus()
                .<JsonObject>consumer(
                        ADDRESS,
                        message -> released.complete(
                                ReleaseHint.from(message.body()).term()));
        released.future()
                .onSuccess(term -> vertx.executeBlocking(() -> stage.isReleased(vertx, term))
                        .onComplete(told));

        Elector quiet = stage.startLeading(vertx, rare(), TermWork.none());
        await("its end", quiet.close());
        delivered();
        assertThat(released.future().isComplete()).isFalse();

        Elector loud = stage.startLeading(vertx, rare().setClustered(true), TermWork.none());
        TermId term = term(loud).id();
        await("its end", loud.close());

        assertThat(await("a hint", released.future())).isEqualTo(term);
        assertThat(await("whether the row is released", told.future())).isTrue();
    }

    /** Between two heartbeats of its leader a standby has nothing to look for. */
    private ElectorOptions rare() {
        return stage.calm().setLease(120_000).setRenew(40_000).setRetry(60_000);
    }

    private void standBy(ElectorOptions options) {
        Notices notices = Notices.about(COMPONENT, vertx);
        stage.start(vertx, options.setNode("standby"), TermWork.none());
        notices.await(NoticeType.LEADER_CHANGED);
        led = term(leader).id();
    }

    private void hint(TermId term) {
        vertx.eventBus().publish(ADDRESS, new ReleaseHint(term).toJson());
    }

    /** The bus refuses to send what is none. */
    private static boolean isJson(JsonObject json) {
        try {
            json.copy();
            return true;
        } catch (IllegalStateException noJson) {
            return false;
        }
    }

    private boolean isRight(JsonObject json) {
        try {
            return ReleaseHint.from(json).term().equals(led);
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    /** All that was published to the address before has been delivered: state is asked for on the same context. */
    private void delivered() {
        Future<?> state = vertx.eventBus().request("elector.state." + COMPONENT, new JsonObject());
        await("an answer", state.transform(answered -> Future.succeededFuture()));
    }

    private void looksMore(int more, int before) {
        stage.script().calls(LOOK).awaitReached(before + more);
        delivered();
        assertThat(stage.script().calls(LOOK).count()).isEqualTo(before + more);
    }
}
