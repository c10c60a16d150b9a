// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.StoreScript;
import io.github.elector.testing.StoreScript.Operation;
import io.github.elector.testing.Tally;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What no election can prevent, and this one does not: docs/limits.md, as far as one process can show it. */
class LimitsTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private static final DeploymentOptions VIRTUAL =
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

    private final ScriptedWork work = new ScriptedWork();
    private Vertx vertx;
    private Vertx other;
    private Notices notices;
    private Notices rivals;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
        other = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
        rivals = Notices.about(COMPONENT, other);
    }

    @Test
    void codeThatDoesNotAskItsTermGoesOnBehindItsEnd() {
        Promise<Context> leftBehind = Promise.promise();
        TermWork careless = TermWork.of(ignored -> context -> {
            leftBehind.complete(context);
            return context.owner().timer(1, TimeUnit.MILLISECONDS);
        });
        Elector elector = stage.startLeading(vertx, stage.calm(), careless);
        Term term = term(elector);
        Context context = await("the context of the work", leftBehind.future());
        await("the resignation", elector.resign(Duration.ofMinutes(1)));
        assertThat(stage.isReleased(vertx, term.id())).isTrue();

        Promise<Boolean> ran = Promise.promise();
        context.runOnContext(task -> context.owner().setTimer(1, due -> ran.complete(term.isValid())));

        assertThat(await("the timer of work that has ended", ran.future())).isFalse();
    }

    /** Vert.x runs it on threads of the whole Vertx, which nobody can tell apart. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void blockingTaskOfWorkOnVirtualThreadsIsNotWaitedFor() {
        CountDownLatch end = new CountDownLatch(1);
        Tally begun = new Tally("a blocking task");
        work.onStart(term -> {
            blockingTask(begun, end);
            return Future.succeededFuture();
        });
        Elector elector = stage.startLeading(vertx, stage.calm().setStop(10_000), work.work(VIRTUAL));
        begun.awaitReached(1);
        Term term = term(elector);

        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        assertThat(stage.isReleased(vertx, term.id())).isTrue();
        assertThat(end.getCount()).isEqualTo(1);
        end.countDown();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void blockingTaskOfWorkOnVirtualThreadsIsWaitedForAsAnAct() {
        CountDownLatch end = new CountDownLatch(1);
        Tally begun = new Tally("a blocking task");
        work.onStart(term -> {
            term.asWork(() -> blockingTask(begun, end));
            return Future.succeededFuture();
        });
        Elector elector = stage.startLeading(vertx, stage.calm().setStop(10_000), work.work(VIRTUAL));
        begun.awaitReached(1);
        Term term = term(elector);

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        work.stopped().awaitReached(1);
        assertThat(stage.isReleased(vertx, term.id())).isFalse();
        end.countDown();

        await("the resignation", resigned);
        assertThat(stage.isReleased(vertx, term.id())).isTrue();
    }

    private Future<Boolean> blockingTask(Tally begun, CountDownLatch end) {
        return vertx.executeBlocking(
                () -> {
                    begun.hit();
                    return end.await(20, TimeUnit.SECONDS);
                },
                false);
    }

    @Test
    void actBehindAPauseBehindItsCheckHappensInTheTimeOfTheSuccessor() {
        Elector leader = stage.startLeading(vertx, stage.quick(), work.work());
        Term term = term(leader);
        Elector standby = stage.startHonest(other, stage.quick(), TermWork.none());
        rivals.await(NoticeType.LEADER_CHANGED);
        CountDownLatch wake = new CountDownLatch(1);
        Promise<Boolean> checked = Promise.promise();
        Promise<Boolean> acted = Promise.promise();

        ((ComponentElector) leader).driver.turns().context.runOnContext(turn -> {
            checked.complete(term.isValid());
            awaitLatch(wake);
            acted.complete(term(standby).isValid());
        });
        rivals.await(NoticeType.ELECTED);
        wake.countDown();

        assertThat(await("the check", checked.future())).isTrue();
        assertThat(await("the act", acted.future())).as("while another led").isTrue();
    }

    @Test
    void stopThatWaitsForItsOwnTimerBeyondTheBudgetNeverEnds() {
        Promise<Void> started = Promise.promise();
        TermWork slow = TermWork.of(term -> new VerticleBase() {
            @Override
            public Future<?> start() {
                started.complete();
                return Future.succeededFuture();
            }

            @Override
            public Future<?> stop() {
                Promise<Void> ended = Promise.promise();
                vertx.setTimer(600, due -> ended.complete());
                return ended.future();
            }
        });
        Elector elector = stage.startLeading(vertx, stage.calm().setStop(300), slow);
        await("the start of the work", started.future());

        Future<Void> resigned = elector.resign(Duration.ZERO);
        notices.await(NoticeType.OVERRUN);
        await("the time in which the timer would have come", other.timer(1_000, TimeUnit.MILLISECONDS));

        assertThat(resigned.isComplete()).isFalse();
        assertThat(elector.term()).isEmpty();
    }

    @Test
    void rowThatSomebodyEditsLetsTwoTermsOverlapUntilTheNextHeartbeatOfTheOlder() {
        Elector leader = stage.startLeading(vertx, stage.calm(), work.work());
        Term older = term(leader);
        Elector standby = stage.startHonest(other, stage.calm(), TermWork.none());
        rivals.await(NoticeType.LEADER_CHANGED);
        StoreScript.Held heartbeat = stage.script().hold(Operation.HEARTBEAT);
        heartbeat.arrived().awaitReached(1);

        await("the release by somebody else", stage.rows(vertx).release(older.id()));
        rivals.await(NoticeType.ELECTED);
        assertThat(term(standby).isValid()).isTrue();
        assertThat(older.isValid()).as("valid beside its successor").isTrue();
        heartbeat.letGo();

        Notice revoked = notices.await(NoticeType.REVOKED);
        assertThat(revoked.reason()).isEqualTo("lease-lost");
        assertThat(older.isValid()).isFalse();
        assertThat(term(standby).isValid()).isTrue();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody ended the pause");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
