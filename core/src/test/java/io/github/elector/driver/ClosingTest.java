// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static io.github.elector.testing.StoreScript.Operation.CLOSE;
import static io.github.elector.testing.StoreScript.Operation.CLOSE_SESSION;
import static io.github.elector.testing.StoreScript.Operation.HEARTBEAT;
import static io.github.elector.testing.StoreScript.Operation.OPEN;
import static io.github.elector.testing.StoreScript.Operation.PREPARE;
import static io.github.elector.testing.StoreScript.Operation.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.StoreScript;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Vertx or the elector closes: work ends, then the lease goes back, within a bound whatever hangs. */
class ClosingTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private final ScriptedWork work = new ScriptedWork();
    private Vertx vertx;
    private Vertx witness;
    private Notices notices;

    @BeforeEach
    void listen() {
        vertx = stage.vertx();
        witness = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    /** With a store timeout that these tests can wait for a few times. */
    private ElectorOptions calm() {
        return stage.calm().setRenew(400).setRetry(200);
    }

    /** Stop budget of the work, stop budget and three store timeouts of the host, one to close the store; and some air. */
    private static Duration bound(ElectorOptions options) {
        long store = TimeUnit.NANOSECONDS.toMillis(options.timing().storeTimeoutNanos());
        return Duration.ofMillis(2 * options.getStop() + 4 * store + 1_500);
    }

    private static Duration timed(String what, Future<?> future) {
        long from = System.nanoTime();
        await(what, future);
        return Duration.ofNanos(System.nanoTime() - from);
    }

    private SessionSight session() {
        return stage.holder(witness, COMPONENT).orElseThrow();
    }

    @Test
    void aVertxThatClosesHandsOverInOrder() {
        List<String> order = new CopyOnWriteArrayList<>();
        work.onStop(term -> {
            order.add("stop");
            return Future.succeededFuture();
        });
        Elector elector = stage.startLeading(vertx, calm(), work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        term.ended().onSuccess(reason -> order.add("ended " + term.isValid()));
        notices.alsoTell(notice -> order.add(notice.type().text() + " " + term.isValid()));
        stage.script().calls(RELEASE).reached(1).onSuccess(asked -> order.add("release"));

        await("the closing of the Vertx", vertx.close());

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("closed");
        assertThat(order).containsSubsequence("stop", "release");
        assertThat(order).contains("ended false").doesNotContain("revoked true", "ended true");
        assertThat(stage.isReleased(witness, term.id())).isTrue();
        assertThat(stage.script().calls(CLOSE_SESSION).count()).isEqualTo(1);
        assertThat(stage.script().calls(CLOSE).count()).isEqualTo(1);
        assertThat(session().closed()).isTrue();
    }

    @Test
    void noElectorStartsOnAVertxThatIsClosing() {
        ElectorOptions options = calm().setStop(2_000);
        Promise<Void> stop = work.hangInStop();
        stage.startLeading(vertx, options, work.work());
        work.running().awaitReached(1);
        Future<Void> closing = vertx.close();
        work.stops().awaitReached(1);

        Throwable refused = failure(
                "a start while the Vertx closes",
                stage.starting(vertx, calm().setStop(2_000).setComponent("search"), TermWork.none()));
        stop.complete();
        Duration took = timed("the closing of the Vertx", closing);

        assertThat(refused).isInstanceOf(IllegalStateException.class).hasMessageContaining("search");
        assertThat(took).isLessThan(Duration.ofMillis(1_500));
    }

    /** A verticle that listens is not undeployed before it has heard what was published; who listens outside of one has no such protection. */
    @Test
    void aVertxThatClosesLetsWhoListensOutsideOfAVerticleHearOfTheEnd() {
        // So many that no other context shares the event loop of the listener.
        Vertx closing = stage.vertx(new VertxOptions().setEventLoopPoolSize(16));
        Context listener = ((VertxInternal) closing).createEventLoopContext();
        Promise<Notices> listening = Promise.promise();
        listener.runOnContext(turn -> listening.complete(Notices.about(COMPONENT, closing)));
        Notices heard = await("a listener", listening.future());
        stage.startLeading(closing, calm(), work.work());
        Promise<Void> idle = Promise.promise();
        listener.runOnContext(turn -> await("the end of something that blocks an event loop", idle.future()));
        // Behind the last thing an elector does the Vertx is closed in a few milliseconds.
        stage.script().calls(CLOSE).reached(1).onSuccess(last -> witness.setTimer(100, over -> idle.complete()));

        await("the closing of the Vertx", closing.close());

        assertThat(heard.all(NoticeType.REVOKED)).hasSize(1);
    }

    @Test
    void workEndsAndItsLeaseGoesBackBeforeAnyVerticleOfTheApplicationIsUndeployed() {
        List<String> order = new CopyOnWriteArrayList<>();
        await("an application's verticle", vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> stop() {
                order.add(
                        "application, release " + stage.script().calls(RELEASE).count());
                return Future.succeededFuture();
            }
        }));
        work.onStop(term -> vertx.timer(100, TimeUnit.MILLISECONDS).onSuccess(over -> order.add("work")));
        stage.startLeading(vertx, calm(), work.work());
        work.running().awaitReached(1);

        await("the closing of the Vertx", vertx.close());

        assertThat(order).containsExactly("work", "application, release 1");
    }

    /** Alone, Vert.x answers such a close on the context of that verticle, whose pool is closed by then: never. */
    @Test
    void workOnAWorkerMayCloseItsVertx() {
        Promise<Void> closed = Promise.promise();
        work.onStart(term -> {
            vertx.timer(10, TimeUnit.MILLISECONDS)
                    .onSuccess(over -> vertx.close().onComplete(closed));
            return Future.succeededFuture();
        });
        stage.startLeading(vertx, calm(), work.work(new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));

        await("the closing of the Vertx", closed.future());

        assertThat(session().closed()).isTrue();
    }

    /** Vert.x gives a parent up if one of its children was undeployed by us while it was about to do so itself. */
    @RepeatedTest(20)
    void aVertxThatClosesGivesTheLeaseOfWorkInSeveralPiecesBack() {
        DeploymentOptions onWorkers = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        Function<Term, Deployable> piece = work.work().pieces().get(0).make()::apply;
        TermWork pieces =
                work.work(onWorkers).and(piece, new DeploymentOptions()).and(piece, onWorkers);
        TermId led = term(stage.startLeading(vertx, calm(), pieces)).id();
        work.running().awaitReached(3);

        await("the closing of the Vertx", vertx.close());

        assertThat(stage.isReleased(witness, led)).isTrue();
        assertThat(session().closed()).isTrue();
        assertThat(stage.script().calls(CLOSE).count()).isEqualTo(1);
        assertThat(work.atOnce()).isZero();
    }

    @Test
    void aVertxThatClosesWaitsNoLongerThanTheBoundForAStopThatHangs() {
        ElectorOptions options = calm();
        work.hangInStop();
        Elector elector = stage.startLeading(vertx, options, work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();

        Duration took = timed("the closing of the Vertx", vertx.close());

        assertThat(took).isLessThan(bound(options));
        assertThat(stage.isReleased(witness, id))
                .as("released while its work runs")
                .isFalse();
        assertThat(session().closed()).as("the session of running work").isFalse();
    }

    @Test
    void aVertxThatClosesWaitsNoLongerThanTheBoundForAStartThatHangs() {
        ElectorOptions options = calm();
        Promise<Void> start = work.hangInStart();
        Elector elector = stage.startLeading(vertx, options, work.work());
        work.starts().awaitReached(1);
        TermId id = term(elector).id();

        Duration took = timed("the closing of the Vertx", vertx.close());

        assertThat(took).isLessThan(bound(options));
        assertThat(stage.isReleased(witness, id))
                .as("released while a start is pending")
                .isFalse();
        start.complete();
    }

    /**
     * Were the start a part of the deployment, Vert.x would undeploy the second instance twice. The two would wait one
     * behind the other for the only thread of the pool, and the pool be closed between them: what the stop leaves there
     * gets its turn first.
     */
    @Test
    void aVertxThatClosesDoesNotWaitForEverForOneOfTwoInstancesThatStillStarts() {
        Promise<Context> starting = Promise.promise();
        Promise<Void> running = Promise.promise();
        DeploymentOptions two = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setInstances(2)
                .setWorkerPoolSize(1);
        TermWork what = TermWork.of(
                handed -> new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        if (starting.tryComplete(context)) {
                            return Promise.promise().future();
                        }
                        running.complete();
                        return Future.succeededFuture();
                    }

                    @Override
                    public Future<?> stop() {
                        vertx.executeBlocking(() -> new CountDownLatch(1).await(1, TimeUnit.MINUTES), false);
                        return Future.succeededFuture();
                    }
                },
                two);
        Term term = term(stage.startLeading(vertx, calm(), what));
        Context first = await("the start of the first instance", starting.future());
        await("the start of the second instance", running.future());
        ContextInternal elsewhere = (ContextInternal) vertx.getOrCreateContext();
        Promise<Void> closed = Promise.promise();

        // On the thread of the first, so that it hears of the close before Vert.x comes to the second;
        // not on its context, whose pool is gone when the close is done.
        first.runOnContext(turn -> {
            elsewhere.dispatch(closing -> vertx.close().onComplete(closed));
            term.fail(new IllegalStateException("so that the second is stopped as soon as this turn is over"));
            await("the end of the term", term.ended());
        });

        await("the closing of the Vertx", closed.future());
    }

    @Test
    void aVertxThatClosesWaitsNoLongerThanTheBoundForAStoreThatIsGone() {
        ElectorOptions options = calm();
        Elector elector = stage.startLeading(vertx, options, work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        stage.script().unreachable();

        Duration took = timed("the closing of the Vertx", vertx.close());

        assertThat(took).isLessThan(bound(options));
        assertThat(work.atOnce()).isZero();
        assertThat(term.isValid()).isFalse();
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("closed");
    }

    @Test
    void aVertxThatClosesWaitsNoLongerThanTheBoundForAStoreThatIsMute() {
        ElectorOptions options = calm();
        stage.startLeading(vertx, options, work.work());
        work.running().awaitReached(1);
        stage.script().mute(HEARTBEAT, RELEASE, CLOSE_SESSION, CLOSE);

        Duration took = timed("the closing of the Vertx", vertx.close());

        assertThat(took).isLessThan(bound(options));
        assertThat(work.atOnce()).isZero();
    }

    @Test
    void anElectorThatClosesReleasesAndTakesItsHostDown() {
        int before = vertx.deploymentIDs().size();
        Elector elector = stage.startLeading(vertx, calm(), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();

        await("the closing of the elector", elector.close());

        assertThat(work.atOnce()).isZero();
        assertThat(stage.isReleased(witness, id)).isTrue();
        assertThat(session().closed()).isTrue();
        assertThat(vertx.deploymentIDs()).hasSize(before);
        assertThat(stage.script().calls(CLOSE).count()).isEqualTo(1);
        assertThat(failure("the state", vertx.eventBus().request("elector.state." + COMPONENT, "")))
                .hasMessageContaining("No handlers");
        assertThat(failure("a term request", vertx.eventBus().request(Stage.termAddress(id.session()), "")))
                .hasMessageContaining("No handlers");
    }

    @Test
    void aVertxThatClosesWaitsForItsLastElectorThatIsClosingAlready() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        StoreScript.Held closing = stage.script().hold(CLOSE_SESSION);

        Future<Void> ended = elector.close();
        closing.arrived().awaitReached(1);
        Future<Void> closed = vertx.close();
        await("a while", witness.timer(100, TimeUnit.MILLISECONDS));
        assertThat(closed.isComplete()).isFalse();
        closing.letGo();
        await("the closing of the Vertx", closed);

        assertThat(stage.script().calls(CLOSE).count()).isEqualTo(1);
        assertThat(session().closed()).isTrue();
        await("the end of the elector", ended);
    }

    /** One after the other, the end of its campaign and of its host would take twice the stop budget and six timeouts. */
    @Test
    void theLastElectorOfItsHostEndsBothAtOnce() {
        ElectorOptions options = stage.calm().setRenew(1_000);
        Elector elector = stage.startLeading(vertx, options, work.work());
        stage.script().hold(RELEASE);

        Duration took = timed("the end of the elector", elector.close());

        assertThat(options.timing().storeTimeoutNanos()).isEqualTo(500_000_000);
        assertThat(took).isBetween(Duration.ofMillis(1_700), Duration.ofMillis(3_300));
    }

    @Test
    void nothingIsAskedOfAStoreThatWasClosedWhileItPrepared() {
        StoreScript.Held preparing = stage.script().hold(PREPARE);
        Elector elector = stage.start(vertx, calm(), work.work());
        preparing.arrived().awaitReached(1);
        await("the end of the elector", elector.close());

        preparing.letGo();
        await("a while", vertx.timer(100, TimeUnit.MILLISECONDS));

        assertThat(stage.script().calls(CLOSE).count()).isEqualTo(1);
        assertThat(stage.script().calls(OPEN).count()).isZero();
    }

    @Test
    void anElectorMayBeClosedTwiceAndAfterItsVertx() {
        Elector elector = stage.startLeading(vertx, calm(), work.work());
        Term term = term(elector);

        await("the closing of the elector", elector.close());
        await("the closing of the elector again", elector.close());
        await("the closing of the Vertx", vertx.close());

        await("the closing of the elector after its Vertx", elector.close());
        await("a resignation after all is over", elector.resign(Duration.ZERO));
        assertThat(elector.term()).isEmpty();
        assertThat(term.isValid()).isFalse();
        assertThat(term.remaining()).isZero();
        assertThat(elector.leadership().component()).isEqualTo(COMPONENT);
    }

    @Test
    void anElectorWhoseVertxWasClosedUnderItAnswers() {
        Elector elector = stage.startLeading(vertx, calm(), work.work());
        Term term = term(elector);
        // Work that is still starting then has failed, and the term with it.
        work.running().awaitReached(1);

        await("the closing of the Vertx", vertx.close());

        await("the closing of the elector after its Vertx", elector.close());
        await("a resignation after all is over", elector.resign(Duration.ZERO));
        assertThat(await("the end of the term", term.ended())).isEqualTo(EndReason.CLOSED);
        assertThat(elector.term()).isEmpty();
        assertThat(term.isValid()).isFalse();
        term.fail(new IllegalStateException("too late to matter"));
    }

    @Test
    void anElectorOfAVertxThatIsClosedDoesNotStart() {
        await("the closing of the Vertx", vertx.close());

        failure("the start on a closed Vertx", stage.starting(vertx, calm(), work.work()));
    }

    @Test
    void closingAnOldElectorDoesNotTouchTheNewOneOfTheSameComponent() {
        Elector old = stage.startLeading(vertx, calm(), work.work());
        Elector neighbour = stage.startLeading(vertx, calm().setComponent("search"), TermWork.none());
        await("the closing of the old elector", old.close());
        Elector fresh = stage.startLeading(vertx, calm(), work.work());
        Term term = term(fresh);

        await("the closing of the old elector again", old.close());
        await("the resignation of the old elector", old.resign(Duration.ofMinutes(1)));

        assertThat(term.isValid()).isTrue();
        assertThat(old.term()).isEmpty();
        await("the closing of the fresh elector", fresh.close());
        assertThat(term(neighbour).isValid()).isTrue();
        assertThat(neighbour.term()).isPresent();
    }

    @Test
    void aComponentWhoseOldWorkStillRunsCannotBeStartedAgainAndHarmsNoOther() {
        Promise<Void> stop = work.hangInStop();
        ElectorOptions options = calm();
        Elector stuck = stage.startLeading(vertx, options, work.work());
        work.running().awaitReached(1);
        Elector neighbour = stage.startLeading(vertx, calm().setComponent("search"), TermWork.none());

        assertThat(timed("the closing of an elector whose work hangs", stuck.close()))
                .isLessThan(bound(options));
        Throwable refused = failure("a second start", stage.starting(vertx, options, work.work()));

        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'" + COMPONENT + "'")
                .hasMessageContaining("work");
        assertThat(term(neighbour).isValid()).isTrue();
        stop.complete();
        await("the end of what was in hand", stuck.resign(Duration.ZERO));
        stage.startLeading(vertx, options, work.work());
        assertThat(work.mostAtOnce()).isEqualTo(1);
    }

    /** Its work is on a host that the user has left, and that still has the time it may take to close. */
    @Test
    void aComponentWhoseOldWorkStillRunsOnAHostThatClosesCannotBeStartedAgain() {
        Promise<Void> stop = work.hangInStop();
        Elector old = stage.startLeading(vertx, calm(), work.work());
        Elector other = stage.startLeading(vertx, calm().setComponent("search"), TermWork.none());
        work.running().awaitReached(1);
        await("the close, which does not wait for ever", old.close());
        stage.script().mute(RELEASE);

        Future<Void> closing = other.close();

        Throwable refused = failure("the second start", stage.starting(vertx, calm(), TermWork.none()));
        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the work of its earlier elector still runs here: wait until it has ended");
        stop.complete();
        await("the close of the other", closing);
        stage.start(vertx, calm(), TermWork.none());
    }

    /** Other times are another host and another session, and the same component. */
    @Test
    void aComponentWhoseOldWorkStillRunsCannotBeStartedAgainWithOtherTimes() {
        Promise<Void> stop = work.hangInStop();
        Elector old = stage.startLeading(vertx, calm(), work.work());
        stage.startLeading(vertx, calm().setComponent("search"), TermWork.none());
        work.running().awaitReached(1);
        await("the close, which does not wait for ever", old.close());
        ElectorOptions otherTimes = calm().setLease(20_000);

        Throwable refused = failure("the second start", stage.starting(vertx, otherTimes, TermWork.none()));

        assertThat(refused).hasMessageContaining("'" + COMPONENT + "'").hasMessageContaining("still runs here");
        // As soon as anybody hears that nothing is in hand any more.
        Future<Elector> again =
                old.resign(Duration.ZERO).compose(ended -> stage.starting(vertx, otherTimes, TermWork.none()));
        stop.complete();
        await("the start behind the end of what was in hand", again);
    }

    @Test
    void aHandlerOfTheClosingThatThrowsDisturbsNobody() {
        Elector closing = stage.startLeading(vertx, calm(), work.work());
        Elector neighbour = stage.startLeading(vertx, calm().setComponent("search"), TermWork.none());

        // So that it is not over before the handler is there: then the handler would run here.
        StoreScript.Held release = stage.script().hold(RELEASE);

        Future<Void> closed = closing.close();
        closed.onComplete(done -> {
            throw new IllegalStateException("a handler of the user throws");
        });
        release.letGo();
        await("the closing", closed);
        int beats = stage.script().calls(HEARTBEAT).count();

        stage.script().calls(HEARTBEAT).awaitReached(beats + 1);
        assertThat(term(neighbour).isValid()).isTrue();
        Notice never = notices.all(NoticeType.REVOKED).get(0);
        assertThat(never.reason()).isEqualTo("closed");
    }
}
