// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.driver.Stage.termAddress;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static io.github.elector.testing.StoreScript.Operation.ACQUIRE;
import static io.github.elector.testing.StoreScript.Operation.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.notice.TermRequest;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.StoreScript;
import io.github.elector.testing.Tally;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever answers for the work is missing, mute, doubled, late, or asked twice: nothing overlaps, nothing goes back early. */
class DeployerTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private final ScriptedWork work = new ScriptedWork();
    private Vertx vertx;
    private Notices notices;
    private Elector elector;
    private SessionId session;

    @BeforeEach
    void listen() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    /** Starts an elector whose deployer is off the bus, and whose acquire is held until it is let go. */
    private StoreScript.Held startWithoutDeployer(ElectorOptions options) {
        StoreScript.Held acquire = stage.script().hold(ACQUIRE);
        elector = stage.start(vertx, options, work.work());
        acquire.arrived().awaitReached(1);
        JsonObject state = await(
                        "the state",
                        vertx.eventBus().<JsonObject>request("elector.state." + COMPONENT, new JsonObject()))
                .body();
        session = new SessionId(state.getString("session"));
        onDriver(() -> driver().terms().deployer().ignore(session));
        return acquire;
    }

    private HostDriver driver() {
        return ((ComponentElector) elector).driver;
    }

    private void onDriver(Runnable act) {
        Promise<Void> done = Promise.promise();
        driver().turns().context.runOnContext(turn -> {
            act.run();
            done.complete();
        });
        await("a turn of the driver", done.future());
    }

    private Future<Message<JsonObject>> ask(JsonObject request) {
        return vertx.eventBus()
                .request(
                        termAddress(session),
                        request,
                        new DeliveryOptions().setLocalOnly(true).setSendTimeout(10_000));
    }

    private static JsonObject begin(TermId term) {
        return new TermRequest(TermRequest.Action.BEGIN, term, "", 1_000).toJson();
    }

    private static JsonObject end(TermId term) {
        return new TermRequest(TermRequest.Action.END, term, "resigned", 1_000).toJson();
    }

    @Test
    void whereNobodyAnswersTheTermEndsAndItsLeaseIsKeptAsAnAbandonedOneWouldBe() {
        ElectorOptions options = stage.quick();
        StoreScript.Held acquire = startWithoutDeployer(options);
        Vertx other = stage.vertx();
        Notices rivals = Notices.about(COMPONENT, other);
        acquire.letGo();

        Notice revoked = notices.await(NoticeType.REVOKED);
        assertThat(revoked.reason()).isEqualTo("work-failed");
        notices.await(NoticeType.OVERRUN);
        stage.startHonest(other, stage.quick(), TermWork.none());

        long kept = rivals.await(NoticeType.ELECTED).nanos() - revoked.nanos();
        assertThat(kept).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(options.getLease()));
        assertThat(work.starts().count()).isZero();
    }

    @Test
    void oneWhoComesLateEndsTheTermThatNobodyBegan() {
        StoreScript.Held acquire = startWithoutDeployer(stage.calm());
        acquire.letGo();
        Notice elected = notices.await(NoticeType.ELECTED);
        notices.await(NoticeType.OVERRUN);
        TermId id = stage.row(vertx, COMPONENT).orElseThrow().lease().term();
        assertThat(id.number()).isEqualTo(elected.term());
        assertThat(stage.isReleased(vertx, id)).isFalse();

        onDriver(() -> driver().terms().deployer().listen(session));

        assertThat(notices.await(NoticeType.ELECTED).term()).isGreaterThan(id.number());
        work.running().awaitReached(1);
    }

    @Test
    void oneWhoNeverAnswersBeginCostsTheLeaseAndOneWhoNeverAnswersEndKeepsIt() {
        StoreScript.Held acquire = startWithoutDeployer(stage.calm().setStart(100));
        Tally asked = new Tally("a request to the mute one");
        vertx.eventBus().localConsumer(termAddress(session), message -> asked.hit());
        acquire.letGo();

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        notices.await(NoticeType.OVERRUN);

        asked.awaitReached(2);
        assertThat(stage.row(vertx, COMPONENT).orElseThrow().lease().released()).isFalse();
    }

    @Test
    void anAnswerThatIsNotDrainedPermitsNothing() {
        StoreScript.Held acquire = startWithoutDeployer(stage.calm());
        List<JsonObject> answers = List.of(
                new JsonObject(),
                new JsonObject().put("drained", false),
                new JsonObject().put("drained", "true"),
                new JsonObject().put("deployed", true));
        List<JsonObject> requests = new CopyOnWriteArrayList<>();
        Tally ends = new Tally("an end");
        vertx.eventBus().<JsonObject>localConsumer(termAddress(session), message -> {
            if (message.body().getString("action").equals("begin")) {
                message.reply(TermRequest.deployed());
                return;
            }
            requests.add(message.body());
            ends.hit();
            if (ends.count() <= answers.size()) {
                message.reply(answers.get(ends.count() - 1));
            } else if (ends.count() == answers.size() + 1) {
                message.fail(500, "not yet");
            }
        });
        acquire.letGo();
        notices.await(NoticeType.ELECTED);

        elector.resign(Duration.ZERO).onFailure(lost -> {});
        ends.awaitReached(answers.size() + 2);

        assertThat(stage.row(vertx, COMPONENT).orElseThrow().lease().released()).isFalse();
        assertThat(notices.all(NoticeType.OVERRUN)).hasSize(1);
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.getString("reason")).isEqualTo("resigned");
            assertThat(request.getLong("budgetMillis")).isEqualTo(300);
        });
    }

    @Test
    void whereTwoAnswerInTurnsTheOneWhoDidNotBeginTheTermDoesNotEndIt() {
        StoreScript.Held acquire = startWithoutDeployer(stage.calm());
        // The user's own one deploys first; ours, which knows nothing of the term, is asked to end it.
        ScriptedWork theirs = new ScriptedWork();
        Promise<Void> theirStop = Promise.promise();
        vertx.eventBus().<JsonObject>localConsumer(termAddress(session), message -> {
            if (message.body().getString("action").equals("begin")) {
                theirs.starts().hit();
                message.reply(TermRequest.deployed());
            } else {
                theirs.stops().hit();
                theirStop.future().onSuccess(done -> message.reply(TermRequest.drained()));
            }
        });
        onDriver(() -> driver().terms().deployer().listen(session));
        acquire.letGo();
        notices.await(NoticeType.ELECTED);
        theirs.starts().awaitReached(1);
        TermId id = term(elector).id();

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        theirs.stops().awaitReached(1);
        assertThat(stage.isReleased(vertx, id))
                .as("released on the word of one who did not begin it")
                .isFalse();
        theirStop.complete();

        await("the resignation", resigned);
        assertThat(work.starts().count()).isZero();
    }

    @Test
    void aLostEndStillStopsTheWork() {
        StoreScript.Held acquire = startWithoutDeployer(stage.calm());
        onDriver(() -> driver().terms().deployer().listen(session));
        acquire.letGo();
        notices.await(NoticeType.ELECTED);
        work.running().awaitReached(1);
        TermId id = term(elector).id();
        onDriver(() -> driver().terms().deployer().ignore(session));

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));

        work.stopped().awaitReached(1);
        notices.await(NoticeType.OVERRUN);
        assertThat(stage.isReleased(vertx, id))
                .as("released although nobody said drained")
                .isFalse();
        onDriver(() -> driver().terms().deployer().listen(session));
        await("the resignation", resigned);
    }

    @Test
    void beginAndEndMayBeRepeated() {
        elector = stage.startLeading(vertx, stage.calm(), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();
        session = id.session();

        assertThat(await("begin again", ask(begin(id))).body()).isEqualTo(TermRequest.deployed());
        await("the resignation", elector.resign(Duration.ofMinutes(1)));
        assertThat(await("end again", ask(end(id))).body()).isEqualTo(TermRequest.drained());

        assertThat(work.starts().count()).isEqualTo(1);
        assertThat(work.stops().count()).isEqualTo(1);
    }

    /** Work whose end was answered when nobody waited any more is asked for again: then it must not be unknown. */
    @Test
    void aLateBeginOfAnOlderTermDoesNotMakeTheLatestUnknown() {
        elector = stage.startLeading(vertx, stage.quick(), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();
        session = id.session();
        Promise<Void> stop = work.hangInStop();
        TermId older = new TermId(id.component(), id.number() - 1, session);
        TermId later = new TermId(id.component(), id.number() + 1, new SessionId("another~session"));

        failure("begin of an older term", ask(begin(older)));
        failure("begin of a term of nobody", ask(begin(later)));
        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        stage.script().calls(RELEASE).awaitReached(1);
        stop.complete();

        await("the resignation", resigned);
        assertThat(await("end again", ask(end(id))).body()).isEqualTo(TermRequest.drained());
    }

    @Test
    void aBeginThatComesAfterItsEndIsRefused() {
        elector = stage.startLeading(vertx, stage.calm(), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();
        session = id.session();
        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        Throwable refused = failure("begin of a term that is over", ask(begin(id)));

        assertThat(refused).isInstanceOf(ReplyException.class).hasMessageContaining("over");
        assertThat(work.starts().count()).isEqualTo(1);
    }

    @Test
    void requestsForOtherTermsChangeNothing() {
        elector = stage.startLeading(vertx, stage.calm(), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();
        session = id.session();
        TermId older = new TermId(id.component(), id.number() - 1, session);
        TermId later = new TermId(id.component(), id.number() + 1, session);

        failure("begin of an older term", ask(begin(older)));
        failure("begin of a term nobody has", ask(begin(later)));
        ask(end(older)).onFailure(unknown -> {});
        ask(end(later)).onFailure(unknown -> {});
        failure("a request that is none", ask(new JsonObject().put("action", "restart")));

        assertThat(term(elector).isValid()).isTrue();
        assertThat(work.starts().count()).isEqualTo(1);
        assertThat(work.stops().count()).isZero();
    }

    @Test
    void whatIsNoRequestIsRefused() {
        elector = stage.startLeading(vertx, stage.calm(), work.work());
        TermId id = term(elector).id();
        session = id.session();
        List<Object> bodies = List.of(
                "text",
                new JsonObject(),
                begin(id).put("term", "many"),
                begin(id).put("term", -1),
                begin(id).put("component", "no such name!"),
                begin(id).put("validForMillis", "long"),
                end(id).putNull("session"));

        for (Object body : bodies) {
            Throwable refused = failure(
                    "the request " + body,
                    vertx.eventBus().request(termAddress(session), body, new DeliveryOptions().setSendTimeout(2_000)));
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            ReplyException.class,
                            reply -> assertThat(reply.failureCode()).isEqualTo(400));
        }
        assertThat(term(elector).isValid()).isTrue();
    }

    @Test
    void anEndByMistakeCostsTheLeaseRatherThanLeadingWithoutWork() {
        elector = stage.startLeading(vertx, stage.calm(), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();
        session = id.session();
        Future<EndReason> ended = term(elector).ended();

        await("an end nobody should have sent", ask(end(id)));

        assertThat(await("the end of the term", ended)).isEqualTo(EndReason.WORK_FAILED);
        stage.script().calls(RELEASE).awaitReached(1);
        assertThat(work.stops().count()).isEqualTo(1);
    }
}
