// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.FenceAheadException;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.notice.TermRequest;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.Tally;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Work that stops slowly, wrongly or not at all: the lease waits for it. */
class WorkStopTest {
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

    private Elector leading(ElectorOptions options, TermWork what) {
        Elector elector = stage.start(vertx, options, what);
        notices.await(NoticeType.ELECTED);
        return elector;
    }

    static Stream<Named<Function<Term, Future<?>>>> brokenStops() {
        return Stream.of(
                Named.of("a stop that fails", term -> Future.failedFuture("broken")),
                Named.of("a stop that throws", term -> {
                    throw new IllegalStateException("broken");
                }),
                Named.of("a stop that throws an error", term -> {
                    throw new NoClassDefFoundError("broken");
                }),
                Named.of("a stop that returns null", term -> null));
    }

    @ParameterizedTest
    @MethodSource("brokenStops")
    void aStopThatFailsCountsAsEnded(Function<Term, Future<?>> broken) {
        Tally started = new Tally("the start");
        Elector elector = leading(stage.calm(), TermWork.of(term -> new io.vertx.core.Deployable() {
            @Override
            public Future<?> deploy(io.vertx.core.Context context) {
                started.hit();
                return Future.succeededFuture();
            }

            @Override
            public Future<?> undeploy(io.vertx.core.Context context) {
                return broken.apply(term);
            }
        }));
        started.awaitReached(1);

        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
        assertThat(vertx.deploymentIDs()).as("only the host").hasSize(1);
    }

    /** To Vert.x they are children of the work. Once one has failed to be undeployed it tells nothing of the others. */
    @Test
    void verticlesOfTheWorksOwnHaveTheStopBudgetThoughOneOfThemFailsToStop() {
        Promise<Void> slow = Promise.promise();
        work.onStart(term -> Future.all(
                vertx.deployVerticle(stopping(Future.failedFuture("broken"))),
                vertx.deployVerticle(stopping(slow.future()))));
        Elector elector = leading(stage.calm(), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        work.stopped().awaitReached(1);
        assertThat(stage.isReleased(vertx, id)).isFalse();
        slow.complete();
        notices.await(NoticeType.OVERRUN);

        await("the resignation", resigned);
        assertThat(work.stops().count()).isEqualTo(1);
        assertThat(vertx.deploymentIDs()).as("only the host").hasSize(1);
    }

    /** Vert.x would never tell it. */
    @Test
    void workIsToldToStopAtTheEndOfItsBudgetThoughAVerticleOfItsOwnHangs() {
        Promise<Void> child = Promise.promise();
        work.onStart(term -> vertx.deployVerticle(stopping(child.future())));
        Elector elector = leading(stage.calm(), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        work.stopped().awaitReached(1);

        assertThat(stage.isReleased(vertx, id)).isFalse();
        child.complete();
        await("the resignation", resigned);
        assertThat(work.stops().count()).isEqualTo(1);
        assertThat(stage.isReleased(vertx, id)).isTrue();
    }

    private static VerticleBase stopping(Future<?> stopped) {
        return new VerticleBase() {
            @Override
            public Future<?> stop() {
                return stopped;
            }
        };
    }

    @Test
    void theLeaseIsReleasedAfterTheStopAndNotBefore() {
        Promise<Void> stop = work.hangInStop();
        Elector elector = leading(stage.calm().setStop(10_000), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        work.stops().awaitReached(1);
        assertThat(stage.isReleased(vertx, id)).isFalse();
        assertThat(elector.term()).isEmpty();
        stop.complete();

        await("the resignation", resigned);
        assertThat(stage.isReleased(vertx, id)).isTrue();
        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
    }

    @Test
    void aStopThatHangsIsAnOverrunAndTheLeaseGoesBackWhenItIsDoneAfterAll() {
        Promise<Void> stop = work.hangInStop();
        Elector elector = leading(stage.calm(), work.work());
        work.running().awaitReached(1);
        TermId id = term(elector).id();

        Future<Void> resigned = elector.resign(Duration.ZERO);
        Notice overrun = notices.await(NoticeType.OVERRUN);
        assertThat(overrun.term()).isEqualTo(id.number());
        assertThat(stage.isReleased(vertx, id)).isFalse();
        stop.complete();

        assertThat(notices.await(NoticeType.ELECTED).term()).isGreaterThan(id.number());
        await("the resignation", resigned);
        assertThat(work.mostAtOnce()).isEqualTo(1);
        assertThat(notices.all(NoticeType.OVERRUN)).hasSize(1);
    }

    @Test
    void aStopThatNeverEndsKeepsTheLeaseUntilAnAbandonedOneWouldHaveLapsed() {
        Promise<Void> stop = work.hangInStop();
        ElectorOptions options = stage.quick();
        Elector elector = leading(options, work.work());
        work.running().awaitReached(1);
        Vertx other = stage.vertx();
        Notices rivals = Notices.about(COMPONENT, other);
        Elector rival = stage.startHonest(other, stage.quick(), TermWork.none());

        Future<Void> resigned = elector.resign(Duration.ZERO);
        Notice revoked = notices.await(NoticeType.REVOKED);
        Notice elected = rivals.await(NoticeType.ELECTED);

        long kept = elected.nanos() - revoked.nanos();
        assertThat(kept).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(options.getStop() + options.getLease()));
        // The old work still runs: this elector stays out, also when nobody else wants the component.
        await("the rival's end", rival.close());
        assertThat(resigned.isComplete()).isFalse();
        assertThat(elector.term()).isEmpty();
        stop.complete();
        await("the resignation", resigned);
        notices.await(NoticeType.ELECTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER"})
    void aBlockingTaskThatOutlivesItsVerticleIsInterruptedAndDelaysTheRelease(ThreadingModel model) {
        CountDownLatch end = new CountDownLatch(1);
        Tally interrupted = new Tally("the interrupt of the task");
        Tally begun = new Tally("the task");
        DeploymentOptions options = new DeploymentOptions().setThreadingModel(model);
        Elector elector = leading(
                stage.calm(),
                TermWork.of(
                        term -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                vertx.executeBlocking(() -> {
                                            begun.hit();
                                            return stubbornly(end, interrupted);
                                        })
                                        .onFailure(cut -> {});
                                return Future.succeededFuture();
                            }
                        },
                        options));
        begun.awaitReached(1);
        TermId id = term(elector).id();

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        interrupted.awaitReached(1);
        notices.await(NoticeType.OVERRUN);
        assertThat(stage.isReleased(vertx, id)).isFalse();
        end.countDown();

        await("the resignation", resigned);
        assertThat(stage.isReleased(vertx, id)).isTrue();
    }

    /** Waits, whoever interrupts. */
    private static boolean stubbornly(CountDownLatch end, Tally interrupted) {
        boolean waiting = true;
        while (waiting) {
            try {
                end.await();
                waiting = false;
            } catch (InterruptedException asked) {
                interrupted.hit();
            }
        }
        return true;
    }

    @Test
    void aBlockingTaskOfATermOfTheSameNumberOnAnotherStoreIsNotWaitedFor() {
        long far = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
        CountDownLatch end = new CountDownLatch(1);
        Tally blocking = new Tally("a blocking task");
        TermWork both = TermWork.of(term -> new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        vertx.executeBlocking(() -> {
                            blocking.hit();
                            return stubbornly(end, new Tally("an interrupt"));
                        });
                        return Future.succeededFuture();
                    }
                })
                .behind(id -> id.number() > far
                        ? Future.succeededFuture()
                        : Future.failedFuture(new FenceAheadException(far)));
        Vertx other = stage.vertx();
        Elector elsewhere =
                await("a start elsewhere", Elector.start(other, stage.calm().setStoreUri(stage.uri() + "-b"), both));
        blocking.awaitReached(1);
        Elector here = leading(stage.calm(), work.work().behind(both.gates().get(0)));
        assertThat(term(here).number()).isEqualTo(term(elsewhere).number());

        await("the resignation", here.resign(Duration.ofMinutes(1)));

        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
        end.countDown();
    }

    @Test
    void aWorkerThatIsBusyInAHandlerIsWaitedFor() {
        CountDownLatch end = new CountDownLatch(1);
        Tally busy = new Tally("the handler");
        Elector elector = leading(
                stage.calm(),
                TermWork.of(
                        term -> new AbstractVerticle() {
                            @Override
                            public void start() {
                                context.runOnContext(turn -> {
                                    busy.hit();
                                    stubbornly(end, new Tally("an interrupt"));
                                });
                            }
                        },
                        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
        busy.awaitReached(1);
        TermId id = term(elector).id();

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        notices.await(NoticeType.OVERRUN);
        assertThat(stage.isReleased(vertx, id)).isFalse();
        end.countDown();

        await("the resignation", resigned);
    }

    /** Nothing closes, so it is a failure of the work: {@code docs/events.md}. */
    @Test
    void aVerticleThatSomebodyUndeploysCostsTheLeaseAndIsWarnedAbout() {
        CapturedLogs logs = new CapturedLogs();
        Elector elector = leading(stage.calm(), work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        work.onStop(stopping -> Future.succeededFuture(stopping.isValid()));
        // Begin may be repeated; it is answered when the work is deployed.
        TermRequest begin = new TermRequest(TermRequest.Action.BEGIN, term.id(), "", 1_000);
        await(
                "the deployment",
                vertx.eventBus().request(Stage.termAddress(term.id().session()), begin.toJson()));
        String latest = vertx.deploymentIDs().stream()
                .max((one, two) -> Long.compare(Long.parseLong(one), Long.parseLong(two)))
                .orElseThrow();

        await("the undeployment by somebody else", vertx.undeploy(latest));

        Notice revoked = notices.await(NoticeType.REVOKED);
        assertThat(revoked.term()).isEqualTo(term.number());
        assertThat(revoked.reason()).isEqualTo("work-failed");
        stage.script().calls(RELEASE).awaitReached(1);
        // It campaigns again later: the Vertx did not close.
        notices.await(NoticeType.ELECTED);
        logs.close();
        assertThat(logs.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WARN")
                        .contains("the work of term " + term.number() + " ended it; another replica gets its turn")
                        .contains("the verticle was undeployed"));
    }

    @Test
    void theTermIsOverWhenTheUsersStopIsCalled() {
        Promise<Boolean> validInStop = Promise.promise();
        work.onStop(stopping -> {
            validInStop.complete(stopping.isValid());
            return Future.succeededFuture();
        });
        leading(stage.calm(), work.work());
        work.running().awaitReached(1);

        await("the closing of the Vertx", vertx.close());

        assertThat(await("the stop", validInStop.future())).isFalse();
    }

    @Test
    void workThatThrowsInAHandlerGoesOn() {
        Tally handled = new Tally("a handled message");
        Elector elector = leading(stage.calm(), TermWork.of(term -> new AbstractVerticle() {
            @Override
            public void start() {
                vertx.eventBus().consumer("leader.only", message -> {
                    handled.hit();
                    throw new IllegalStateException("a handler of the user throws");
                });
                vertx.eventBus().send("leader.only", "first");
            }
        }));
        handled.awaitReached(1);

        vertx.eventBus().send("leader.only", "again");

        handled.awaitReached(2);
        assertThat(term(elector).isValid()).isTrue();
    }
}
