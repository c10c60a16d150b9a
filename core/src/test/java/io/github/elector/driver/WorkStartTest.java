// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Work that starts slowly, wrongly or not at all. */
class WorkStartTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private final ScriptedWork work = new ScriptedWork();
    private Vertx vertx;
    private Notices notices;

    @BeforeEach
    void listen() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    static Stream<Named<Function<Term, ? extends Deployable>>> brokenWork() {
        return Stream.of(
                Named.of("a start that fails", term -> (Deployable) context -> Future.failedFuture("broken")),
                Named.of("a start that throws", term -> (Deployable) context -> {
                    throw new IllegalStateException("broken");
                }),
                Named.of("a start that throws an error", term -> (Deployable) context -> {
                    throw new NoClassDefFoundError("broken");
                }),
                Named.of("a start that returns null", term -> (Deployable) context -> null),
                Named.of("a function that throws", term -> {
                    throw new IllegalStateException("broken");
                }),
                Named.of("a function that throws an error", term -> {
                    throw new StackOverflowError("broken");
                }),
                Named.of("a function that returns null", term -> null));
    }

    @ParameterizedTest
    @MethodSource("brokenWork")
    void workThatCannotStartCostsTheLeaseSoThatAnotherGetsItsTurn(Function<Term, ? extends Deployable> broken) {
        Vertx other = stage.vertx();
        Notices rivals = Notices.about(COMPONENT, other);
        CapturedLogs logs = new CapturedLogs();
        stage.start(vertx, stage.calm(), TermWork.of(broken));
        Notice elected = notices.await(NoticeType.ELECTED);

        stage.startHonest(other, stage.calm(), TermWork.none());

        Notice revoked = notices.await(NoticeType.REVOKED);
        assertThat(revoked.reason()).isEqualTo("work-failed");
        assertThat(revoked.term()).isEqualTo(elected.term());
        assertThat(rivals.await(NoticeType.ELECTED).term()).isGreaterThan(elected.term());
        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
        logs.close();
        assertThat(logs.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WARNING component '" + COMPONENT + "': the work of term " + elected.term()
                                + " did not start, so the lease goes back once nothing of it runs\n"))
                .noneMatch(line -> line.contains("ended it"));
    }

    @Test
    void workThatFailsAgainAndAgainIsTriedLessAndLessOften() {
        AtomicInteger starts = new AtomicInteger();
        stage.start(
                vertx,
                stage.calm().setRetry(40),
                TermWork.of(term -> context ->
                        starts.incrementAndGet() < 4 ? Future.failedFuture("not yet") : Future.succeededFuture()));

        Notice first = notices.await(NoticeType.REVOKED);
        Notice second = notices.await(NoticeType.REVOKED);
        Notice third = notices.await(NoticeType.REVOKED);
        Notice fourth = notices.await(NoticeType.ELECTED);
        for (int i = 0; i < 3; i++) {
            fourth = notices.await(NoticeType.ELECTED);
        }

        // Waits of 40, 80 and 160 ms, each less up to half of it.
        assertThat(second.nanos() - first.nanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
        assertThat(third.nanos() - second.nanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
        assertThat(fourth.nanos() - third.nanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(80).toNanos());
    }

    @Test
    void oneOfTwoVerticlesThatFailsTakesTheOtherWithIt() {
        TermWork two = work.work().and(term -> context -> Future.failedFuture("broken"), new DeploymentOptions());
        stage.start(vertx, stage.calm().setRetry(30_000), two);

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        stage.script().calls(RELEASE).awaitReached(1);

        assertThat(work.atOnce()).isZero();
        assertThat(work.stopped().count()).isEqualTo(work.starts().count());
    }

    @Test
    void oneOfTwoInstancesThatFailsTakesTheOtherWithIt() {
        AtomicInteger starts = new AtomicInteger();
        work.onStart(term -> starts.incrementAndGet() % 2 == 0
                ? Future.failedFuture("the second is broken")
                : Future.succeededFuture());
        stage.start(vertx, stage.calm().setRetry(30_000), work.work(new DeploymentOptions().setInstances(2)));

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        stage.script().calls(RELEASE).awaitReached(1);

        assertThat(work.atOnce()).isZero();
        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
    }

    @Test
    void optionsVertxCannotDeployWithCostTheLease() {
        DeploymentOptions impossible = new DeploymentOptions(new JsonObject().put("instances", 0));
        stage.start(vertx, stage.calm().setRetry(30_000), work.work(impossible));

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        stage.script().calls(RELEASE).awaitReached(1);
        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void aVerticleThatIsNeverStartedCountsAsEnded() {
        DeploymentOptions noSuchThreads = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        stage.start(vertx, stage.calm().setRetry(30_000), work.work(noSuchThreads));

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        stage.script().calls(RELEASE).awaitReached(1);
        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
        assertThat(work.starts().count()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER"})
    void aStartThatHangsIsCancelledByTheEndAndStoppedWhenItComesThroughLate(ThreadingModel model) {
        Promise<Void> start = work.hangInStart();
        Elector elector = stage.start(vertx, stage.calm(), work.work(new DeploymentOptions().setThreadingModel(model)));
        notices.await(NoticeType.ELECTED);
        work.starts().awaitReached(1);
        TermId id = term(elector).id();

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        notices.await(NoticeType.OVERRUN);
        assertThat(stage.isReleased(vertx, id))
                .as("released while a start is pending")
                .isFalse();
        assertThat(resigned.isComplete()).isFalse();
        start.complete();

        work.stopped().awaitReached(1);
        await("the resignation", resigned);
        assertThat(stage.isReleased(vertx, id)).isTrue();
        assertThat(work.atOnce()).isZero();
        assertThat(vertx.deploymentIDs()).as("only the host").hasSize(1);
    }

    @Test
    void aStartThatHangsBeyondTheStartBudgetCostsTheLease() {
        Promise<Void> start = work.hangInStart();
        CapturedLogs logs = new CapturedLogs();
        stage.start(vertx, stage.calm().setStart(100), work.work());

        Notice revoked = notices.await(NoticeType.REVOKED);
        assertThat(revoked.reason()).isEqualTo("work-failed");
        notices.await(NoticeType.OVERRUN);
        logs.close();
        assertThat(logs.lines())
                .contains("WARNING component '" + COMPONENT + "': the work of term " + revoked.term()
                        + " did not start: start() did not complete within the option start (100 ms); the lease is kept"
                        + " until it does, or an abandoned one would have lapsed")
                .noneMatch(line -> line.contains("__vertx.reply"));
        start.fail("at last");

        stage.script().calls(RELEASE).awaitReached(1);
        assertThat(work.stops().count()).as("stops of what never ran").isZero();
    }

    @Test
    void workIsNotStartedOnceItsTermIsOver() {
        Promise<Void> blocked = Promise.promise();
        Promise<Void> unblock = Promise.promise();
        DeploymentOptions busy =
                new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER).setWorkerPoolSize(1);
        // Whichever starts first occupies the only thread of the term's pool, so that the start of the other waits.
        Function<Term, Deployable> occupying = term -> context -> {
            work.starts().hit();
            blocked.tryComplete();
            return Future.succeededFuture()
                    .map(now -> await("the unblocking", unblock.future()))
                    .mapEmpty();
        };
        TermWork two = TermWork.of(occupying, busy).and(occupying, busy);
        Elector elector = stage.start(vertx, stage.calm(), two);
        await("the start of one verticle", blocked.future());

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        notices.await(NoticeType.REVOKED);
        unblock.complete();

        await("the resignation", resigned);
        assertThat(work.starts().count()).isEqualTo(1);
    }

    @Test
    void aSlowStartIsWaitedFor() {
        Promise<Void> start = work.hangInStart();
        Elector elector = stage.start(vertx, stage.calm(), work.work());
        notices.await(NoticeType.ELECTED);
        work.starts().awaitReached(1);

        start.complete();

        work.running().awaitReached(1);
        assertThat(term(elector).isValid()).isTrue();
        assertThat(notices.all(NoticeType.REVOKED)).isEmpty();
    }
}
