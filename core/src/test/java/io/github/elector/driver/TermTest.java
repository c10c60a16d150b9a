// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.Elector;
import io.github.elector.FenceAheadException;
import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.Tally;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a term tells its work, and what its work may tell the term. */
class TermTest {
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

    @ParameterizedTest
    @CsvSource({"EVENT_LOOP,1", "EVENT_LOOP,3", "WORKER,1", "WORKER,3"})
    void currentIsTheTermOnEveryContextOfItsVerticles(ThreadingModel model, int instances) {
        List<Optional<Term>> seen = new CopyOnWriteArrayList<>();
        Tally looked = new Tally("a look at the current term");
        TermWork what = TermWork.of(
                handed -> new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        note();
                        vertx.setTimer(1, fired -> note());
                        vertx.eventBus().consumer("ask." + COMPONENT, message -> note());
                        vertx.eventBus().publish("ask." + COMPONENT, "now");
                        return vertx.executeBlocking(() -> {
                            note();
                            return true;
                        });
                    }

                    private void note() {
                        seen.add(Term.current());
                        looked.hit();
                    }
                },
                new DeploymentOptions().setThreadingModel(model).setInstances(instances));

        Elector elector = stage.startLeading(vertx, stage.calm(), what);
        looked.awaitReached(4 * instances);

        Term term = term(elector);
        assertThat(seen).allSatisfy(current -> assertThat(current).containsSame(term));
    }

    @Test
    void currentIsNobodysElsewhere() {
        stage.startLeading(vertx, stage.calm(), work.work());
        Promise<Optional<Term>> elsewhere = Promise.promise();

        vertx.getOrCreateContext().runOnContext(turn -> elsewhere.complete(Term.current()));

        assertThat(await("a turn elsewhere", elsewhere.future())).isEmpty();
        assertThat(Term.current()).isEmpty();
    }

    @Test
    void itKnowsWhatItIs() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);

        assertThat(term.component()).isEqualTo(COMPONENT);
        assertThat(term.holder()).startsWith("node~");
        assertThat(term.number()).isPositive().isEqualTo(term.id().number());
        assertThat(term.toString()).contains(COMPONENT, Long.toString(term.number()));
        term.check();
    }

    @Test
    void workThatReportsItsFailureCostsTheLease() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);
        work.running().awaitReached(1);

        try (CapturedLogs logs = new CapturedLogs()) {
            term.fail(new IllegalStateException("the queue is gone"));

            assertThat(await("the end", term.ended())).isEqualTo(EndReason.WORK_FAILED);
            assertThat(logs.lines()).anySatisfy(line -> assertThat(line).contains("the queue is gone"));
        }
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        work.stopped().awaitReached(1);
        notices.await(NoticeType.ELECTED);
        assertThat(notices.await(NoticeType.ELECTED).term()).isGreaterThan(term.number());
    }

    @Test
    void aFailureReportedOfATermThatIsOverChangesNothing() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term old = term(elector);
        notices.await(NoticeType.ELECTED);
        await("the resignation", elector.resign(Duration.ZERO));
        notices.await(NoticeType.ELECTED);
        Term next = term(elector);

        old.fail(new IllegalStateException("too late"));
        await("a turn of the driver after it", elector.resign(Duration.ZERO));

        assertThat(await("the end of the next term", next.ended())).isEqualTo(EndReason.RESIGNED);
    }

    @Test
    void whatIsDoneWhileValidIsDone() {
        Term term = term(stage.startLeading(vertx, stage.calm(), work.work()));

        assertThat(await("the act", term.whileValid(() -> Future.succeededFuture("done"))))
                .isEqualTo("done");
        assertThat(failure("a failing act", term.whileValid(() -> Future.failedFuture("no"))))
                .hasMessage("no");
    }

    @Test
    void nothingIsDoneOnceItIsOver() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);
        await("the resignation", elector.resign(Duration.ofMinutes(1)));
        Tally acts = new Tally("an act");

        Throwable refused = failure("the act", term.whileValid(() -> {
            acts.hit();
            return Future.succeededFuture();
        }));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        TermOverException.class, over -> assertThat(over.term()).isEqualTo(term.id()))
                .hasMessageContaining(COMPONENT)
                .hasMessageContaining(Long.toString(term.number()));
        assertThat(acts.count()).isZero();
        assertThatThrownBy(term::check).isInstanceOf(TermOverException.class);
    }

    @Test
    void anActThatOutlastsTheTermIsToldSo() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);
        Promise<String> act = Promise.promise();
        Future<String> result = term.whileValid(act::future);
        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        act.complete("done too late");

        assertThat(failure("the act", result)).isInstanceOf(TermOverException.class);
    }

    @Test
    void anActThatThrowsOrReturnsNothingFails() {
        Term term = term(stage.startLeading(vertx, stage.calm(), work.work()));

        assertThat(failure("an act that throws", term.whileValid(() -> {
                    throw new IllegalStateException("thrown");
                })))
                .hasMessage("thrown");
        assertThat(failure("an act without a future", term.whileValid(() -> null)))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void anActOfTheWorkHoldsTheReleaseUntilItHasEnded() {
        Elector elector = stage.startLeading(vertx, stage.calm().setStop(10_000), work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        Promise<String> act = Promise.promise();
        Future<String> result = term.asWork(act::future);

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        work.stopped().awaitReached(1);
        assertThat(stage.isReleased(vertx, term.id())).isFalse();
        act.complete("done");

        await("the resignation", resigned);
        assertThat(stage.isReleased(vertx, term.id())).isTrue();
        assertThat(await("the act", result)).isEqualTo("done");
    }

    @Test
    void anActOfTheWorkThatFailsHasEnded() {
        Elector elector = stage.startLeading(vertx, stage.calm().setStop(10_000), work.work());
        Term term = term(elector);

        assertThat(failure("an act that fails", term.asWork(() -> Future.failedFuture("no"))))
                .hasMessage("no");
        assertThat(failure("an act that throws", term.asWork(() -> {
                    throw new IllegalStateException("thrown");
                })))
                .hasMessage("thrown");
        assertThat(failure("an act that throws an error", term.asWork(() -> {
                    throw new NoClassDefFoundError("broken");
                })))
                .hasMessage("broken");
        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        assertThat(stage.isReleased(vertx, term.id())).isTrue();
    }

    /** With its verticle Vert.x takes away the handlers of replies, timers, and the threads of workers. */
    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER"})
    void anActOfTheWorkIsNotCutOffByTheEndOfItsVerticle(ThreadingModel model) {
        Promise<Message<Object>> asked = Promise.promise();
        vertx.eventBus().localConsumer("slow", asked::complete);
        List<String> done = new CopyOnWriteArrayList<>();
        work.onStart(term -> {
            term.asWork(() -> vertx.eventBus().request("slow", "act").onSuccess(answer -> done.add("act")));
            return Future.succeededFuture();
        });
        work.onStop(term -> {
            done.add("stop");
            return Future.succeededFuture();
        });
        Elector elector = stage.startLeading(
                vertx, stage.calm().setStop(10_000), work.work(new DeploymentOptions().setThreadingModel(model)));
        Message<Object> act = await("the act", asked.future());

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        work.stopped().awaitReached(1);
        await("whatever comes behind a stop", vertx.timer(200, TimeUnit.MILLISECONDS));
        act.reply("done");
        await("the resignation", resigned);

        assertThat(done).containsExactly("stop", "act");
        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
    }

    @Test
    void anActOfTheWorkMayBeginWhileTheWorkIsBeingStoppedAndNotOnceItHasStopped() {
        Tally last = new Tally("the last act");
        work.onStop(term -> term.asWork(() -> {
            last.hit();
            return Future.succeededFuture();
        }));
        Elector elector = stage.startLeading(vertx, stage.calm().setStop(10_000), work.work());
        work.running().awaitReached(1);
        Term term = term(elector);

        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        assertThat(last.count()).isEqualTo(1);
        assertThat(failure("an act after the end of the work", term.asWork(Future::succeededFuture)))
                .isInstanceOf(TermOverException.class);
    }

    @Test
    void noActOfTheWorkBeginsOnceTheStopBudgetIsSpent() {
        Promise<Void> stop = work.hangInStop();
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        Notices overruns = Notices.about(COMPONENT, vertx);

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        work.stops().awaitReached(1);
        assertThat(await("an act within the budget", term.asWork(() -> Future.succeededFuture("done"))))
                .isEqualTo("done");
        overruns.await(NoticeType.OVERRUN);

        assertThat(failure("an act after it", term.asWork(Future::succeededFuture)))
                .isInstanceOf(TermOverException.class);
        stop.complete();
        await("the resignation", resigned);
    }

    @Test
    void anActOfTheWorkThatHangsIsAnOverrun() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);
        Promise<Void> act = Promise.promise();
        Future<Void> result = term.asWork(act::future);
        Notices overruns = Notices.about(COMPONENT, vertx);

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        overruns.await(NoticeType.OVERRUN);
        assertThat(stage.isReleased(vertx, term.id())).isFalse();
        act.complete();

        await("the resignation", resigned);
        assertThat(result.succeeded()).isTrue();
        assertThat(stage.isReleased(vertx, term.id())).isTrue();
    }

    @Test
    void aFenceThatIsAheadOfASittingLeaderIsPassedByItsNextTerm() {
        Elector elector = stage.startLeading(vertx, stage.calm().setRetry(30_000), work.work());
        Term term = term(elector);
        long ahead = term.number() + 1_000_000;

        term.fail(new FenceAheadException(ahead));

        assertThat(notices.await(NoticeType.ELECTED).term()).isEqualTo(term.number());
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("fence-ahead");
        assertThat(notices.await(NoticeType.ELECTED).term()).isEqualTo(ahead + 1);
    }

    @Test
    void aListenerOfTheEndThatThrowsTakesNothingFromTheOthers() {
        stage.startLeading(vertx, stage.calm("search"), TermWork.none());
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());
        Notices others = Notices.about("search", vertx);
        Term term = term(elector);
        Tally told = new Tally("another listener");
        term.ended().onSuccess(reason -> {
            throw new IllegalStateException("a listener of the user throws");
        });
        term.ended().onSuccess(reason -> told.hit());

        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        told.awaitReached(1);
        assertThat(stage.isReleased(vertx, term.id())).isTrue();
        assertThat(others.all(NoticeType.REVOKED))
                .as("what it cost the neighbour")
                .isEmpty();
    }

    @Test
    void whoAsksLateForTheEndIsTold() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);
        await("the resignation", elector.resign(Duration.ofMinutes(1)));
        await("the end", term.ended());

        assertThat(await("the end again", term.ended())).isEqualTo(EndReason.RESIGNED);
    }

    @Test
    void futuresCompleteOnTheContextOfWhoeverAsked() {
        Promise<String> contexts = Promise.promise();
        await("the deployment of a verticle that uses an elector", vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                return stage.starting(vertx, stage.calm(), work.work())
                        .compose(elector -> {
                            check("start");
                            return elector.resign(Duration.ZERO).compose(done -> {
                                check("resign");
                                return elector.close();
                            });
                        })
                        .onSuccess(done -> {
                            check("close");
                            contexts.tryComplete("all its own");
                        });
            }

            private void check(String what) {
                if (Vertx.currentContext() != context) {
                    contexts.tryComplete(what + " completed on " + Vertx.currentContext());
                }
            }
        }));

        assertThat(await("the contexts", contexts.future())).isEqualTo("all its own");
    }
}
