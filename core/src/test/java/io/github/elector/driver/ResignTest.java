// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static io.github.elector.testing.StoreScript.Operation.ACQUIRE;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static io.github.elector.testing.StoreScript.Operation.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.StoreScript;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Giving the leadership up. */
class ResignTest {
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
    void itCompletesWhenTheWorkHasEndedAndTheLeaseIsReleased() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        work.running().awaitReached(1);
        Term term = term(elector);
        StoreScript.Held release = stage.script().hold(RELEASE);

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        release.arrived().awaitReached(1);
        assertThat(resigned.isComplete()).isFalse();
        assertThat(work.atOnce()).isZero();
        release.letGo();

        await("the resignation", resigned);
        assertThat(stage.isReleased(vertx, term.id())).isTrue();
        assertThat(await("the end", term.ended())).isEqualTo(EndReason.RESIGNED);
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("resigned");
    }

    @Test
    void whoResignedStaysOutForAsLongAsItSaid() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        notices.await(NoticeType.ELECTED);

        long asked = System.nanoTime();
        await("the resignation", elector.resign(Duration.ofMillis(400)));
        notices.await(NoticeType.REVOKED);

        Notice again = notices.await(NoticeType.ELECTED);
        assertThat(again.nanos() - asked)
                .isGreaterThanOrEqualTo(Duration.ofMillis(400).toNanos());
    }

    @Test
    void aRivalTakesOverAtOnce() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Vertx other = stage.vertx();
        Notices rivals = Notices.about(COMPONENT, other);
        Elector rival = stage.startHonest(other, stage.calm(), TermWork.none());
        rivals.await(NoticeType.LEADER_CHANGED);
        long number = term(elector).number();

        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        assertThat(rivals.await(NoticeType.ELECTED).term()).isGreaterThan(number);
        assertThat(term(rival).isValid()).isTrue();
        assertThat(elector.term()).isEmpty();
    }

    @Test
    void aStandbyResignsAtOnceAndStaysOut() {
        Vertx other = stage.vertx();
        Elector leader = stage.startLeading(other, stage.calm(), TermWork.none());
        Elector standby = stage.startHonest(vertx, stage.calm(), TermWork.none());
        notices.await(NoticeType.LEADER_CHANGED);

        await("the resignation of a standby", standby.resign(Duration.ofMinutes(1)));
        await("the end of the leader", leader.close());

        assertThat(notices.await(NoticeType.LEADER_CHANGED).holder()).isNull();
        assertThat(standby.term()).isEmpty();
    }

    @Test
    void oneThatIsAskingDoesNotLead() {
        StoreScript.Held acquire = stage.script().holdAnswers(ACQUIRE);
        Elector elector = stage.start(vertx, stage.calm(), work.work());
        acquire.arrived().awaitReached(1);

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        acquire.letGo();

        await("the resignation", resigned);
        assertThat(notices.all(NoticeType.ELECTED)).isEmpty();
        assertThat(stage.row(vertx, COMPONENT).orElseThrow().lease().released()).isTrue();
    }

    @Test
    void itCompletesAlsoIfTheElectorLeadsAgainAtOnce() {
        StoreScript.Held acquire = stage.script().hold(ACQUIRE);
        Elector elector = stage.start(vertx, stage.calm(), work.work());
        acquire.arrived().awaitReached(1);

        Future<Void> resigned = elector.resign(Duration.ZERO);
        acquire.letGo();

        notices.await(NoticeType.ELECTED);
        await("the resignation", resigned);
    }

    @Test
    void aReleaseThatIsNotAnsweredIsAskedAgainUntilItIs() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        Term term = term(elector);
        stage.script().failWhenDone(io.github.elector.store.LeaseStoreException.Kind.TIMED_OUT, RELEASE);

        Future<Void> resigned = elector.resign(Duration.ofMinutes(1));
        stage.script().calls(RELEASE).awaitReached(2);
        assertThat(resigned.isComplete()).isFalse();
        stage.script().pass(RELEASE);

        await("the resignation", resigned);
        assertThat(stage.isReleased(vertx, term.id())).isTrue();
    }

    @Test
    void aStormOfResignationsEndsEachTermOnce() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        notices.await(NoticeType.ELECTED);
        work.running().awaitReached(1);

        List<Future<Void>> storm = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            storm.add(elector.resign(Duration.ofMillis(i % 2)));
        }

        await("a thousand resignations", Future.all(storm));
        notices.await(NoticeType.ELECTED);
        await("the end", elector.close());
        int ended = notices.all(NoticeType.REVOKED).size();
        assertThat(ended).isEqualTo(notices.all(NoticeType.ELECTED).size()).isLessThan(100);
        assertThat(stage.script().calls(RELEASE).count()).isEqualTo(ended);
        assertThat(work.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void aNegativeStayIsRefused() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());

        Throwable refused = failure("the resignation", elector.resign(Duration.ofMillis(-5)));

        assertThat(refused)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.005S")
                .hasMessageContaining("negative")
                .hasMessageContaining("zero");
        assertThat(term(elector).isValid()).isTrue();
    }

    @Test
    void aStayBeyondAllClocksIsJustVeryLong() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());

        await("the resignation", elector.resign(Duration.ofSeconds(Long.MAX_VALUE)));
        int looks = stage.script().calls(LOOK).count();
        stage.script().calls(LOOK).awaitReached(looks + 1);

        assertThat(elector.term()).isEmpty();
    }

    @Test
    void aHandlerOfTheResignationThatThrowsDisturbsNobody() {
        Elector elector = stage.startLeading(vertx, stage.quick(), work.work());
        notices.await(NoticeType.ELECTED);

        Future<Void> resigned = elector.resign(Duration.ZERO);
        resigned.onSuccess(done -> {
            throw new IllegalStateException("a handler of the user throws");
        });

        notices.await(NoticeType.ELECTED);
        int beats = stage.script().calls(StoreScript.Operation.HEARTBEAT).count();
        stage.script().calls(StoreScript.Operation.HEARTBEAT).awaitReached(beats + 5);
        assertThat(term(elector).isValid()).isTrue();
    }
}
