// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.HEARTBEAT;
import static io.github.elector.testing.StoreScript.Operation.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.health.HealthProcedures;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.Tally;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work that is asked how it is, and is not well. */
class WorkWatchTest {
    /** Also how long an answer may take, on a machine that is busy. */
    private static final Duration OFTEN = Duration.ofMillis(300);

    @RegisterExtension
    final Stage stage = new Stage();

    private final ScriptedWork work = new ScriptedWork();
    private final Tally asked = new Tally("a check of the work");
    private Vertx vertx;
    private Notices notices;

    @BeforeEach
    void listen() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    static Stream<Named<Function<Term, Future<?>>>> badAnswers() {
        return Stream.of(
                Named.of("a failure", term -> Future.failedFuture("dead")),
                Named.of("no answer", term -> Promise.promise().future()),
                Named.of("an exception", term -> {
                    throw new IllegalStateException("dead");
                }),
                Named.of("an error", term -> {
                    throw new StackOverflowError("dead");
                }),
                Named.of("null", term -> null));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void aBadAnswerCostsTheLeaseSoThatAnotherGetsItsTurn(Function<Term, Future<?>> bad) {
        Vertx other = stage.vertx();
        Notices rivals = Notices.about(COMPONENT, other);
        AtomicBoolean well = new AtomicBoolean(true);
        stage.start(
                vertx,
                stage.calm(),
                work.work().watched(term -> well.get() ? Future.succeededFuture() : bad.apply(term), OFTEN));
        Notice elected = notices.await(NoticeType.ELECTED);
        work.running().awaitReached(1);
        stage.startHonest(other, stage.calm(), TermWork.none());

        well.set(false);

        Notice revoked = notices.await(NoticeType.REVOKED);
        assertThat(revoked.reason()).isEqualTo("work-failed");
        assertThat(revoked.term()).isEqualTo(elected.term());
        assertThat(rivals.await(NoticeType.ELECTED).term()).isGreaterThan(elected.term());
        assertThat(work.stopped().count()).isEqualTo(1);
        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
    }

    @Test
    void workThatIsWellIsAskedAgainAndAgainUntilItsTermEnds() {
        AtomicReference<Term> about = new AtomicReference<>();
        Elector elector = stage.startLeading(
                vertx,
                stage.calm(),
                work.work()
                        .watched(
                                term -> {
                                    about.set(term);
                                    asked.hit();
                                    return Future.succeededFuture();
                                },
                                OFTEN));

        asked.awaitReached(3);
        assertThat(term(elector).isValid()).isTrue();
        assertThat(about.get()).isSameAs(term(elector));
        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        int asksOfTheTerm = asked.count();
        stage.script().calls(HEARTBEAT).awaitMore(1);
        assertThat(asked.count()).isEqualTo(asksOfTheTerm);
        assertThat(vertx.deploymentIDs()).as("only the host").hasSize(1);
        assertThat(notices.all(NoticeType.REVOKED)).hasSize(1);
    }

    @Test
    void workThatStillStartsIsNotAsked() {
        Promise<Void> start = work.hangInStart();
        stage.startLeading(
                vertx,
                stage.calm().setRenew(100),
                work.work()
                        .watched(
                                term -> {
                                    asked.hit();
                                    return Future.succeededFuture();
                                },
                                Duration.ofMillis(1)));
        work.starts().awaitReached(1);
        stage.script().calls(HEARTBEAT).awaitMore(2);

        assertThat(asked.count()).isZero();
        start.complete();

        asked.awaitReached(2);
    }

    @Test
    void aCheckThatBlocksHoldsUpNoHeartbeatAndCostsTheLease() {
        Promise<Void> blocked = Promise.promise();
        Promise<Void> unblock = Promise.promise();
        Elector elector = stage.startLeading(
                vertx,
                stage.calm().setRenew(100),
                work.work()
                        .watched(
                                term -> {
                                    blocked.tryComplete();
                                    await("the unblocking", unblock.future());
                                    return Future.succeededFuture();
                                },
                                Duration.ofMillis(400)));
        TermId id = term(elector).id();

        await("the blocking", blocked.future());
        stage.script().calls(HEARTBEAT).awaitMore(2);
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        notices.await(NoticeType.OVERRUN);
        assertThat(stage.isReleased(vertx, id))
                .as("released while the check still runs")
                .isFalse();

        unblock.complete();
        stage.script().calls(RELEASE).awaitReached(1);
    }

    @Test
    void workThatIsUnwellEverywhereIsTriedLessAndLessOftenAndTheStateSaysSo() {
        Elector elector = stage.start(
                vertx,
                stage.calm().setRetry(40),
                work.work().watched(term -> Future.failedFuture("dead"), Duration.ofMillis(1)));

        notices.await(NoticeType.ELECTED);
        for (int i = 0; i < 4; i++) {
            Notice revoked = notices.await(NoticeType.REVOKED);
            Notice again = notices.await(NoticeType.ELECTED);
            assertThat(revoked.reason()).isEqualTo("work-failed");
            // Waits of 40, 80, 160 and 320 ms, each less up to half of it.
            assertThat(again.nanos() - revoked.nanos())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(20L << i).toNanos());
        }
        notices.await(NoticeType.REVOKED);

        JsonObject state = await(
                        "the state",
                        vertx.eventBus().<JsonObject>request("elector.state." + COMPONENT, new JsonObject()))
                .body();
        assertThat(state.getInteger("workFailures")).isGreaterThanOrEqualTo(4);
        assertThat(elector.health().result().components().get(0).workFailures()).isGreaterThanOrEqualTo(4);
        assertThat(elector.health().result().isUp()).as("a standby").isTrue();
    }

    @Test
    void aHealthCheckOfVertxMayBeTheCheck() {
        AtomicBoolean well = new AtomicBoolean(true);
        HealthChecks checks = HealthChecks.create(vertx).register("connection", promise -> {
            asked.hit();
            promise.complete(well.get() ? Status.OK() : Status.KO());
        });
        stage.startLeading(vertx, stage.calm(), work.work().watched(HealthProcedures.check(checks), OFTEN));
        asked.awaitReached(3);
        assertThat(notices.all(NoticeType.REVOKED)).isEmpty();

        well.set(false);

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
    }

    @Test
    void anIntervalThatCannotBeIsRefused() {
        for (Duration bad : new Duration[] {
            Duration.ZERO,
            Duration.ofMillis(-1),
            Duration.ofNanos(1),
            Duration.ofDays(2),
            Duration.ofSeconds(Long.MAX_VALUE)
        }) {
            assertThatThrownBy(() -> TermWork.none().watched(term -> Future.succeededFuture(), bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("every (")
                    .hasMessageContaining("between 1 ms and 24 h");
        }
    }
}
