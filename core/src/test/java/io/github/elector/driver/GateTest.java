// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.HEARTBEAT;
import static io.github.elector.testing.StoreScript.Operation.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.FenceAheadException;
import io.github.elector.Gate;
import io.github.elector.TermWork;
import io.github.elector.lease.TermId;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.Tally;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has to be open before a term is announced. */
class GateTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private final ScriptedWork work = new ScriptedWork();
    private final List<TermId> asked = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private Notices notices;

    @BeforeEach
    void listen() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    @Test
    void theTermIsAnnouncedWhenEveryGateIsOpenAndNotBefore() {
        Promise<Void> one = Promise.promise();
        Promise<Void> two = Promise.promise();
        Tally gates = new Tally("a gate");
        Elector elector = stage.start(
                vertx,
                stage.calm(),
                work.work().behind(counted(gates, one.future())).behind(counted(gates, two.future())));
        gates.awaitReached(2);

        one.complete();
        assertThat(elector.term()).isEmpty();
        assertThat(notices.all(NoticeType.ELECTED)).isEmpty();
        two.complete();

        notices.await(NoticeType.ELECTED);
        work.running().awaitReached(1);
        assertThat(asked).hasSize(2).allMatch(id -> id.equals(term(elector).id()));
    }

    private Gate counted(Tally gates, Future<?> open) {
        return id -> {
            asked.add(id);
            gates.hit();
            return open;
        };
    }

    static Stream<Named<Gate>> shutGates() {
        return Stream.of(
                Named.of("fails", id -> Future.failedFuture("shut")),
                Named.of("throws", id -> {
                    throw new IllegalStateException("shut");
                }),
                Named.of("throws an error", id -> {
                    throw new NoClassDefFoundError("shut");
                }),
                Named.of("returns null", id -> null));
    }

    @ParameterizedTest
    @MethodSource("shutGates")
    void aGateThatDoesNotOpenGivesTheLeaseToAnotherAndHurtsNoNeighbour(Gate shut) {
        Elector neighbour = stage.startLeading(vertx, stage.calm("search"), TermWork.none());
        Vertx other = stage.vertx();
        Notices rivals = Notices.about(COMPONENT, other);

        stage.start(vertx, stage.calm(), work.work().behind(shut));
        stage.script().calls(RELEASE).awaitReached(1);
        stage.startHonest(other, stage.calm(), TermWork.none());

        rivals.await(NoticeType.ELECTED);
        assertThat(notices.all(NoticeType.ELECTED)).isEmpty();
        assertThat(work.starts().count()).isZero();
        assertThat(term(neighbour).isValid()).isTrue();
    }

    @Test
    void aFenceThatIsAheadIsPassedByATermAboveIt() {
        long far = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
        stage.start(vertx, stage.calm().setRetry(30_000), work.work().behind(id -> {
            asked.add(id);
            return id.number() > far ? Future.succeededFuture() : Future.failedFuture(new FenceAheadException(far));
        }));

        assertThat(notices.await(NoticeType.ELECTED).term()).isEqualTo(far + 1);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aGateThatHangsIsGivenUpAfterOneLease() {
        Promise<Void> late = Promise.promise();
        stage.start(vertx, stage.quick().setRetry(900), work.work().behind(id -> late.future()));

        stage.script().calls(RELEASE).awaitReached(1);
        late.complete();

        int beats = stage.script().calls(HEARTBEAT).count();
        stage.script().calls(HEARTBEAT).awaitReached(beats + 1);
        assertThat(notices.all(NoticeType.ELECTED)).isEmpty();
    }

    @Test
    void aGateThatOpensOnAnotherThreadIsAsGood() {
        Promise<Void> gate = Promise.promise();
        Tally gates = new Tally("a gate");
        Elector elector = stage.start(vertx, stage.calm(), work.work().behind(counted(gates, gate.future())));
        gates.awaitReached(1);

        Thread opener = new Thread(gate::complete, "somebody else's thread");
        opener.start();

        notices.await(NoticeType.ELECTED);
        await("the resignation", elector.resign(Duration.ZERO));
        notices.await(NoticeType.ELECTED);
    }

    @Test
    void aSessionThatLapsesWhileAGateOpensIsNotAnnounced() {
        Promise<Void> gate = Promise.promise();
        Tally gates = new Tally("a gate");
        stage.start(vertx, stage.quick(), work.work().behind(counted(gates, gate.future())));
        gates.awaitReached(1);
        TermId first = asked.get(0);

        await("the loss of the session", stage.rows(vertx).closeSession(first.session()));
        gates.awaitReached(2);
        gate.complete();

        assertThat(notices.await(NoticeType.ELECTED).term()).isGreaterThan(first.number());
        assertThat(notices.all(NoticeType.ELECTED)).hasSize(1);
    }
}
