// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.StoreScript.Operation;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clocks that jump and event loops that stand still: a term is a comparison, and once it said no it never says yes. */
class ClockTest {
    private static final int READERS = 3;

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

    @Test
    void aWallClockThatJumpsBeyondTheLeaseEndsTheTerm() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);

        stage.clock().jump(Duration.ofHours(1));

        assertThat(term.isValid()).isFalse();
        assertThat(elector.term()).as("the next term may have begun").isNotEqualTo(Optional.of(term));
        assertThat(await("the end", term.ended())).isEqualTo(EndReason.CLOCK_JUMP);
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("clock-jump");
        notices.await(NoticeType.ELECTED);
        assertThat(notices.await(NoticeType.ELECTED).term()).isGreaterThan(term.number());
    }

    @Test
    void aWallClockThatIsSetBackAfterwardsDoesNotReviveTheTerm() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);

        stage.clock().jump(Duration.ofHours(1));
        assertThat(term.isValid()).isFalse();
        stage.clock().jump(Duration.ofHours(-1));

        assertThat(term.isValid()).isFalse();
        assertThat(term.remaining()).isZero();
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("clock-jump");
    }

    @Test
    void aWallClockThatIsSetBackMakesNothingLonger() {
        Elector elector = stage.startLeading(vertx, stage.quick(), work.work());
        Term term = term(elector);
        Duration before = term.remaining();

        stage.clock().jump(Duration.ofHours(-1));
        stage.script().mute(Operation.HEARTBEAT);

        assertThat(term.remaining())
                .isLessThanOrEqualTo(before.plus(Duration.ofMillis(stage.quick().getRenew())));
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("store-unreachable");
    }

    @Test
    void aSmallStepOfTheWallClockCostsNothing() {
        Elector elector = stage.startLeading(vertx, stage.calm().setRenew(400), work.work());
        Term term = term(elector);

        stage.clock().jump(Duration.ofSeconds(5));
        int beats = stage.script().calls(Operation.HEARTBEAT).count();
        stage.script().calls(Operation.HEARTBEAT).awaitReached(beats + 2);

        assertThat(term.isValid()).isTrue();
        assertThat(notices.all(NoticeType.REVOKED)).isEmpty();
    }

    @Test
    void noReaderGetsAYesAfterTheEndThatIsTold() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);
        AtomicLong lastYesNanos = new AtomicLong(System.nanoTime());

        stage.clock().afterEachReading(() -> {
            long now = System.nanoTime();
            if (term.isValid()) {
                lastYesNanos.set(now);
            }
        });
        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        assertThat(notices.await(NoticeType.REVOKED).nanos() - lastYesNanos.get())
                .as("nanoseconds from the last yes to the end that was told")
                .isPositive();
    }

    @Test
    void onceNoIsNeverYesAgainForAnyReader() throws InterruptedException, ExecutionException, TimeoutException {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(READERS);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<java.util.concurrent.Future<Boolean>> revived = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                revived.add(readers.submit(() -> isRevived(term, over, reading)));
            }
            assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();

            // Back and forth, just around the end of what is left.
            for (int i = 0; i < 2_000; i++) {
                Duration step = term.remaining().plusMillis(i % 3 - 1);
                stage.clock().jump(step);
                stage.clock().jump(step.negated());
            }
            stage.clock().jump(Duration.ofHours(1));
            assertThat(notices.await(NoticeType.REVOKED).term()).isEqualTo(term.number());
            over.set(true);

            for (java.util.concurrent.Future<Boolean> one : revived) {
                assertThat(one.get(10, TimeUnit.SECONDS)).as("yes after no").isFalse();
            }
        } finally {
            over.set(true);
            readers.shutdownNow();
        }
    }

    private static boolean isRevived(Term term, AtomicBoolean over, CountDownLatch reading) {
        boolean saidNo = false;
        boolean revived = false;
        reading.countDown();
        while (!over.get()) {
            // What was asked before another reader's no was known may still be yes; what is asked after may not.
            boolean noBefore = saidNo;
            boolean valid = term.isValid();
            revived |= noBefore && valid;
            saidNo |= !valid;
        }
        return revived;
    }

    @Test
    void anEventLoopThatIsBlockedForLongerThanTheLeaseWakesWithoutTheTermAndNothingOverlaps() {
        Vertx other = stage.vertx();
        Notices rivals = Notices.about(COMPONENT, other);
        Elector elector = stage.startLeading(vertx, stage.quick(), work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        CountDownLatch wake = new CountDownLatch(1);
        Promise<Boolean> validOnWaking = Promise.promise();
        stage.startHonest(other, stage.quick(), TermWork.none());
        rivals.await(NoticeType.LEADER_CHANGED);

        ((ComponentElector) elector).driver.turns().context.runOnContext(turn -> {
            awaitLatch(wake);
            validOnWaking.complete(term.isValid());
        });
        Notice taken = rivals.await(NoticeType.ELECTED);
        assertThat(term.isValid()).as("asked by another thread meanwhile").isFalse();
        wake.countDown();

        assertThat(await("the waking", validOnWaking.future())).isFalse();
        Notice revoked = notices.await(NoticeType.REVOKED);
        assertThat(revoked.nanos()).as("the last instant it could be valid").isLessThanOrEqualTo(taken.nanos());
        assertThat(revoked.validUntilNanos()).isLessThanOrEqualTo(taken.nanos());
        work.stopped().awaitReached(1);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody woke the event loop");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anEventLoopThatIsBlockedForAShortWhileKeepsTheTerm() {
        Vertx other = stage.vertx();
        Notices rivals = Notices.about(COMPONENT, other);
        Elector elector = stage.startLeading(vertx, stage.calm().setRenew(400), work.work());
        Term term = term(elector);
        stage.startHonest(other, stage.calm().setRenew(400), TermWork.none());
        rivals.await(NoticeType.LEADER_CHANGED);
        int before = stage.script().calls(Operation.HEARTBEAT).count();
        CountDownLatch wake = new CountDownLatch(1);
        ((ComponentElector) elector).driver.turns().context.runOnContext(turn -> awaitLatch(wake));

        // Until a heartbeat is overdue by more than an interval.
        other.setTimer(900, late -> wake.countDown());
        stage.script().calls(Operation.HEARTBEAT).awaitReached(before + 2);

        assertThat(term.isValid()).isTrue();
        assertThat(notices.all(NoticeType.REVOKED)).isEmpty();
        assertThat(rivals.all(NoticeType.ELECTED)).isEmpty();
    }
}
