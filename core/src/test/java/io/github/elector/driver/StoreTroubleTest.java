// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.ACQUIRE;
import static io.github.elector.testing.StoreScript.Operation.HEARTBEAT;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static io.github.elector.testing.StoreScript.Operation.OPEN;
import static io.github.elector.testing.StoreScript.Operation.PREPARE;
import static io.github.elector.testing.StoreScript.Operation.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.term.Deadlines;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.StoreScript;
import io.github.elector.time.SystemClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store is down, mute, late, or says no. */
class StoreTroubleTest {
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

    /** That thread ends after a second without work: each heartbeat would start one. */
    @Test
    void noDeadlineOfAStoreIsKeptByAThreadOfTheJvm() {
        AtomicInteger ofTheJvm = new AtomicInteger();
        Deadlines counted = new Deadlines() {
            @Override
            public <T> Future<T> within(long millis, Future<T> future) {
                ofTheJvm.incrementAndGet();
                return OF_VERTX.within(millis, future);
            }
        };
        PlayedHosts hosts = new PlayedHosts(
                SystemClock.INSTANCE,
                new Random(1),
                counted,
                (any, config) -> stage.script().store(any, config));

        await("the start", hosts.start(vertx, stage.quick(), work.work()));
        notices.await(NoticeType.ELECTED);
        stage.script().calls(HEARTBEAT).awaitReached(3);

        assertThat(ofTheJvm).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aStoreThatIsDownAtTheStartMakesNobodyTheLeaderUntilItIsUp(Kind kind) {
        stage.script().fail(kind, PREPARE);

        Elector elector = stage.start(vertx, stage.calm(), work.work());
        Notice down = notices.await(NoticeType.STORE_UNREACHABLE);
        assertThat(down.reason()).isEqualTo(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(elector.term()).isEmpty();
        assertThat(elector.leadership().known()).isFalse();
        assertThat(state().getBoolean("storeReachable")).isFalse();
        stage.script().recover();

        notices.await(NoticeType.STORE_RECOVERED);
        notices.await(NoticeType.ELECTED);
        assertThat(notices.all(NoticeType.STORE_UNREACHABLE)).as("said once").hasSize(1);
    }

    /** What somebody must mend shows only behind what heals by itself, and must not be hidden by it. */
    @Test
    void eachKindOfTroubleIsToldOnceUntilTheStoreIsWellAgain() {
        try (CapturedLogs logs = new CapturedLogs()) {
            stage.script().fail(Kind.UNREACHABLE, PREPARE);
            stage.start(vertx, stage.quick(), work.work());
            assertThat(notices.await(NoticeType.STORE_UNREACHABLE).reason()).isEqualTo("unreachable");

            stage.script().fail(Kind.NO_RIGHT, PREPARE);
            assertThat(notices.await(NoticeType.STORE_UNREACHABLE).reason()).isEqualTo("no-right");
            stage.script().fail(Kind.UNREACHABLE, PREPARE);
            stage.script().calls(PREPARE).awaitMore(3);
            assertThat(notices.all(NoticeType.STORE_UNREACHABLE)).hasSize(2);
            assertThat(logs.lines())
                    .filteredOn(line -> line.contains("the store still does not do what it should"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("NO_RIGHT"));

            stage.script().recover();
            notices.await(NoticeType.STORE_RECOVERED);
            notices.await(NoticeType.ELECTED);
        }
    }

    /** Else it would be elected, and lose its term when its first heartbeat is refused, for ever. */
    @Test
    void rightThatIsTakenAwayIsCheckedAgainBeforeTheNextSession() {
        stage.start(vertx, stage.quick(), work.work());
        notices.await(NoticeType.ELECTED);
        stage.script().fail(Kind.NO_RIGHT, HEARTBEAT, PREPARE);
        notices.await(NoticeType.REVOKED);

        stage.script().calls(PREPARE).awaitMore(3);

        assertThat(notices.all(NoticeType.ELECTED)).hasSize(1);
        stage.script().recover();
        notices.await(NoticeType.STORE_RECOVERED);
        notices.await(NoticeType.ELECTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreScript.Operation.class,
            names = {"OPEN", "LOOK", "ACQUIRE"})
    void whateverIsNeverAnsweredAtTheStartIsAskedAgain(StoreScript.Operation operation) {
        stage.script().mute(operation);
        Elector elector = stage.start(vertx, stage.quick(), work.work());
        stage.script().calls(operation).awaitReached(2);
        assertThat(elector.term()).isEmpty();

        stage.script().recover();

        notices.await(NoticeType.ELECTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreScript.Operation.class,
            names = {"PREPARE", "OPEN", "LOOK", "ACQUIRE"})
    void aStoreThatThrowsIsAStoreThatFails(StoreScript.Operation operation) {
        stage.script().throwUp(operation);
        stage.start(vertx, stage.quick(), work.work());
        assertThat(notices.await(NoticeType.STORE_UNREACHABLE).reason()).isEqualTo("rejected");
        stage.script().calls(operation).awaitReached(2);

        stage.script().recover();

        notices.await(NoticeType.ELECTED);
    }

    @Test
    void anAcquireWhoseAnswerWasLostIsFoundAndGivenBackBeforeTheNext() {
        stage.script().failWhenDone(Kind.TIMED_OUT, ACQUIRE);
        stage.start(vertx, stage.calm(), work.work());
        stage.script().calls(ACQUIRE).awaitReached(1);
        stage.script().recover();

        notices.await(NoticeType.ELECTED);

        assertThat(stage.script().calls(RELEASE).count()).isGreaterThanOrEqualTo(1);
        assertThat(notices.all(NoticeType.REVOKED)).isEmpty();
    }

    /** A role that may INSERT and not UPDATE: work that is started and stopped again and again is worse than none. */
    @Test
    void whoMayOpenASessionAndNotKeepItAliveLeadsOnceAndNotAgain() {
        stage.script().fail(Kind.NO_RIGHT, HEARTBEAT);
        stage.start(vertx, stage.quick(), work.work());
        notices.await(NoticeType.REVOKED);

        stage.script().calls(OPEN).awaitReached(4);

        assertThat(notices.all(NoticeType.ELECTED)).hasSize(1);
        assertThat(notices.all(NoticeType.STORE_RECOVERED)).isEmpty();
        stage.script().recover();
        notices.await(NoticeType.STORE_RECOVERED);
        assertThat(notices.await(NoticeType.ELECTED).node()).isEqualTo("node");
    }

    @Test
    void heartbeatsThatAreNotAnsweredEndTheTermAtItsSoftEnd() {
        ElectorOptions options = stage.quick();
        Elector elector = stage.startLeading(vertx, options, work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        stage.script().mute(HEARTBEAT, LOOK, OPEN);

        notices.await(NoticeType.STORE_UNREACHABLE);
        Notice revoked = notices.await(NoticeType.REVOKED);

        assertThat(revoked.reason()).isEqualTo("store-unreachable");
        assertThat(term.isValid()).isFalse();
        assertThat(term.remaining()).isZero();
        assertThat(revoked.validUntilNanos() - revoked.nanos())
                .as("what is left for the work to stop in")
                .isBetween(1L, TimeUnit.MILLISECONDS.toNanos(options.getStop()));
        work.stopped().awaitReached(1);
        stage.script().recover();
        assertThat(notices.await(NoticeType.ELECTED).term()).isEqualTo(term.number());
        assertThat(notices.await(NoticeType.ELECTED).term()).isGreaterThan(term.number());
        assertThat(work.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void aHeartbeatThatIsAnsweredTooLateRevivesNothing() {
        Elector elector = stage.startLeading(vertx, stage.quick(), work.work());
        Term term = term(elector);
        StoreScript.Held beat = stage.script().holdAnswers(HEARTBEAT);
        beat.arrived().awaitReached(1);

        Notice revoked = notices.await(NoticeType.REVOKED);
        beat.letGo();

        assertThat(revoked.reason()).isEqualTo("store-unreachable");
        notices.await(NoticeType.ELECTED);
        assertThat(notices.await(NoticeType.ELECTED).term()).isGreaterThan(term.number());
        assertThat(term.isValid()).isFalse();
        assertThat(notices.all(NoticeType.REVOKED)).hasSize(1);
    }

    @Test
    void aFewHeartbeatsThatFailCostNothing() {
        Elector elector = stage.startLeading(vertx, stage.quick(), work.work());
        Term term = term(elector);
        stage.script().fail(Kind.UNREACHABLE, HEARTBEAT);
        int before = stage.script().calls(HEARTBEAT).count();
        stage.script().calls(HEARTBEAT).awaitReached(before + 2);
        stage.script().recover();

        stage.script().calls(HEARTBEAT).awaitReached(before + 8);

        assertThat(term.isValid()).isTrue();
        assertThat(notices.all(NoticeType.REVOKED)).isEmpty();
    }

    @Test
    void aSessionThatSomebodyClosedIsOverAtTheNextHeartbeat() {
        Elector elector = stage.startLeading(vertx, stage.quick(), work.work());
        Term term = term(elector);
        work.running().awaitReached(1);

        await(
                "the closing of the session by somebody else",
                stage.rows(vertx).closeSession(term.id().session()));

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("session-closed");
        assertThat(await("the end", term.ended())).isEqualTo(EndReason.SESSION_CLOSED);
        notices.await(NoticeType.ELECTED);
        Notice again = notices.await(NoticeType.ELECTED);
        assertThat(again.term()).isGreaterThan(term.number());
        assertThat(again.holder()).as("a session of its own").isNotEqualTo(term.holder());
    }

    @Test
    void aLeaseThatSomebodyGaveAwayIsLostAtTheNextHeartbeat() {
        Elector elector = stage.startLeading(vertx, stage.quick(), work.work());
        Term term = term(elector);

        await("the release by somebody else", stage.rows(vertx).release(term.id()));

        Notice revoked = notices.await(NoticeType.REVOKED);
        assertThat(revoked.reason()).isEqualTo("lease-lost");
        assertThat(revoked.term()).isEqualTo(term.number());
        notices.await(NoticeType.ELECTED);
        assertThat(notices.await(NoticeType.ELECTED).holder())
                .as("the session goes on")
                .isEqualTo(term.holder());
    }

    @Test
    void aStoreThatIsLostAndFoundIsToldOnceEach() {
        stage.startLeading(vertx, stage.quick(), work.work());
        for (int i = 0; i < 3; i++) {
            stage.script().unreachable();
            notices.await(NoticeType.STORE_UNREACHABLE);
            stage.script().recover();
            notices.await(NoticeType.STORE_RECOVERED);
        }

        assertThat(notices.all(NoticeType.STORE_UNREACHABLE)).hasSize(3);
        assertThat(notices.all(NoticeType.STORE_RECOVERED)).hasSize(3);
    }

    @Test
    void aComponentThatComesWhileTheStoreIsDownIsTold() {
        stage.startLeading(vertx, stage.calm("search").setRenew(400), TermWork.none());
        Notices others = Notices.about("search", vertx);
        stage.script().unreachable();
        others.await(NoticeType.STORE_UNREACHABLE);

        stage.start(vertx, stage.calm().setRenew(400), work.work());

        assertThat(notices.await(NoticeType.STORE_UNREACHABLE).reason()).isEqualTo("unreachable");
    }

    @Test
    void aStoreThatIsGoneForLongDoesNotFloodTheLog() {
        try (CapturedLogs logs = new CapturedLogs()) {
            stage.script().unreachable();
            stage.start(vertx, stage.quick(), work.work());
            stage.script().calls(PREPARE).awaitReached(20);

            assertThat(logs.lines().stream().filter(line -> line.contains("elector") || line.contains("store")))
                    .hasSizeLessThan(5);
        }
    }

    @Test
    void theHardEndIsTheLastInstantWhateverTheEventLoopDoes() {
        ElectorOptions options = stage.calm();
        Elector elector = stage.startLeading(vertx, options, work.work());
        Term term = term(elector);
        CountDownLatch wake = new CountDownLatch(1);
        blockEventLoop(elector, wake);

        assertThat(term.remaining())
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofNanos(options.timing().hardNanos()));
        stage.clock().jump(term.remaining().minusSeconds(10));
        assertThat(term.isValid()).isTrue();
        stage.clock().jump(Duration.ofSeconds(11));
        assertThat(term.isValid()).isFalse();

        assertThat(notices.all(NoticeType.REVOKED))
                .as("while nothing could be said")
                .isEmpty();
        wake.countDown();
        assertThat(notices.await(NoticeType.REVOKED).term()).isEqualTo(term.number());
    }

    @Test
    void aHostThatThrowsEndsEveryTermAndSendsNoHeartbeatAnyMore() {
        Elector elector = stage.startLeading(vertx, stage.calm().setRenew(400), work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        HostDriver driver = ((ComponentElector) elector).driver;

        driver.turns()
                .inTurn(() -> driver.turns().on(now -> {
                    throw new IllegalStateException("a bug");
                }));

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("internal-error");
        assertThat(term.isValid()).isFalse();
        int beats = stage.script().calls(HEARTBEAT).count();
        work.stopped().awaitReached(1);
        await("a time in which there were several", timer(1_500));
        assertThat(stage.script().calls(HEARTBEAT).count()).isEqualTo(beats);
        assertThat(stage.isReleased(vertx, term.id())).isFalse();
        await("the close", elector.close());
    }

    @Test
    void anErrorOfTheJvmEndsEveryTermThoughNothingCanEvenBeLogged() {
        Elector elector = stage.startLeading(vertx, stage.calm().setRenew(400), work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        HostDriver driver = ((ComponentElector) elector).driver;

        try (BrokenLog log = new BrokenLog()) {
            driver.turns()
                    .inTurn(() -> driver.turns().on(now -> {
                        throw new StackOverflowError("planted");
                    }));
            assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("internal-error");
            assertThat(term.isValid()).isFalse();
            int beats = stage.script().calls(HEARTBEAT).count();
            await("a time in which there were several", timer(1_500));
            assertThat(stage.script().calls(HEARTBEAT).count()).isEqualTo(beats);
            assertThat(log.wasAsked()).isTrue();
        }
    }

    /** A log whose writing fails as everything does in a JVM without memory. */
    private static final class BrokenLog extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger(HostDriver.class.getName());
        private volatile boolean asked;

        BrokenLog() {
            logger.addHandler(this);
        }

        boolean wasAsked() {
            return asked;
        }

        @Override
        public void publish(LogRecord logged) {
            asked = true;
            throw new OutOfMemoryError("planted");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    private Future<Void> timer(long millis) {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(millis, due -> over.complete());
        return over.future();
    }

    private static void blockEventLoop(Elector elector, CountDownLatch until) {
        ((ComponentElector) elector).driver.turns().context.runOnContext(turn -> {
            try {
                assertThat(until.await(20, TimeUnit.SECONDS))
                        .as("somebody wakes the event loop")
                        .isTrue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void aSessionThatWasClosedEarlySaysByWhom() {
        try (CapturedLogs logs = new CapturedLogs()) {
            stage.startLeading(vertx, stage.calm().setRenew(400), work.work());
            SessionSight victim = stage.holder(vertx, COMPONENT).orElseThrow();

            closeFor(victim, "rival~1");

            assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("session-closed");
            notices.await(NoticeType.ELECTED);
            notices.await(NoticeType.ELECTED);
            assertThat(logs.lines())
                    .anyMatch(line -> line.contains(victim.id() + " was closed early by session 'rival~1', ")
                            && line.contains("of a lease of 30000 ms"));
        }
    }

    /** A heartbeat that comes in between makes the version another: then it is tried again. */
    private void closeFor(SessionSight victim, String by) {
        ExpireRequest request = new ExpireRequest(victim.id(), victim.version(), stage.generation(vertx));
        boolean closed = await("the closing", stage.rows(vertx).expire(request, new SessionId(by)));
        if (!closed) {
            closeFor(stage.holder(vertx, COMPONENT).orElseThrow(), by);
        }
    }

    @Test
    void aLapseThatIsNotTheStoresFaultDoesNotTellOfAnEarlierFailure() {
        try (CapturedLogs logs = new CapturedLogs()) {
            stage.script().fail(Kind.NO_RIGHT, ACQUIRE);
            stage.start(vertx, stage.calm(), work.work());
            notices.await(NoticeType.STORE_UNREACHABLE);
            stage.script().recover();
            notices.await(NoticeType.ELECTED);

            stage.clock().jump(Duration.ofHours(1));

            assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("clock-jump");
            notices.await(NoticeType.ELECTED);
            assertThat(logs.lines()).anyMatch(line -> line.endsWith("is over: clock-jump"));
        }
    }

    private JsonObject state() {
        return await("the state", vertx.eventBus().<JsonObject>request("elector.state." + COMPONENT, new JsonObject()))
                .body();
    }
}
