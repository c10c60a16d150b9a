// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Networks that hold, delay, cut and refuse: every operation ends within the store timeout, and the next one works. */
class PostgresNetworkTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final TestStores stores = new TestStores();
    private final TcpProxy proxy = stores.server.proxy();
    private final String uri = PostgresServer.through(proxy, stores.uri());

    @AfterEach
    void close() {
        proxy.resume();
        stores.close();
        proxy.close();
    }

    @Test
    void silentLineFailsWithinTheStoreTimeoutAndTheNextOperationAfterItWorks() {
        LeaseStore store = store();
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));

        proxy.pause();
        LeaseStoreException failure = failureInTime(store.heartbeat(session));
        proxy.resume();

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("had no answer within 1000 ms").hasMessageContaining(session.value());
        assertThat(await("the next heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void serverThatAcceptsAndNeverAnswersFailsWithinTheStoreTimeout() {
        LeaseStore store = stores.store(uri, TIMEOUT);
        proxy.pause();

        LeaseStoreException first = failureInTime(store.prepare());
        LeaseStoreException second = failureInTime(store.prepare());
        proxy.resume();

        assertThat(first.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(first).hasMessageContaining("most of it spent connecting");
        assertThat(second.kind()).isEqualTo(Kind.TIMED_OUT);
        await("prepare after it", store.prepare());
    }

    @Test
    void serverThatNeverAnswersCostsOneConnectionAndThenOnlyKnocks() {
        Map<Integer, String> firstBytes = new ConcurrentSkipListMap<>();
        proxy.tapClients((connection, chunk, length) ->
                firstBytes.putIfAbsent(connection, HexFormat.of().formatHex(chunk, 4, 8)));
        LeaseStore store = stores.store(uri, Duration.ofMillis(200));
        proxy.pause();

        for (int i = 0; i < 4; i++) {
            failureInTime(store.prepare());
        }
        proxy.resume();

        assertThat(firstBytes.values()).containsExactly("00030000", "04d2162f", "04d2162f", "04d2162f");
        await("a look after it", store.prepare().recover(again -> store.prepare()));
    }

    @Test
    void answerLostOnTheWayIsUnknownAndNotBelievedLater() {
        LeaseStore store = store();
        SessionId session = opened(store);
        TestStores.granted(store, session, BILLING);
        await("a heartbeat", store.heartbeat(session));

        proxy.pauseToClient();
        failureInTime(store.heartbeat(session));
        proxy.resume();
        await("the next heartbeat", store.heartbeat(session));

        // The one that was given up took effect as well: that is what unknown means.
        assertThat(TestStores.holder(store, BILLING).version()).isEqualTo(3);
    }

    @Test
    void oneOperationThatIsLateTakesNoOtherWithItForLongerThanItsOwnDeadline() {
        LeaseStore store = store();
        SessionId session = opened(store);

        proxy.pause();
        List<Future<?>> asked = List.of(
                store.look(new LookRequest(List.of(BILLING))),
                store.closeSession(session),
                store.heartbeat(session),
                store.prepare());
        asked.forEach(PostgresNetworkTest::failureInTime);
        proxy.resume();

        assertThat(TestStores.looked(store, BILLING).leases()).hasSize(1);
    }

    @Test
    void cutLineIsUnreachableForWhatWasUnderWayAndReplacedForTheNext() {
        LeaseStore store = store();
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));

        proxy.pauseToServer();
        Future<StoreAnswer.Heartbeat> cut = store.heartbeat(session);
        proxy.cut();
        LeaseStoreException failure = failureInTime(cut);
        proxy.resume();

        assertThat(failure.kind()).isIn(Kind.UNREACHABLE, Kind.TIMED_OUT);
        assertThat(await("the next heartbeat", store.heartbeat(session).recover(again -> store.heartbeat(session))))
                .isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void resetLineIsReplaced() {
        LeaseStore store = store();
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));

        proxy.reset();

        assertThat(await("the next heartbeat", store.heartbeat(session).recover(again -> store.heartbeat(session))))
                .isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void refusedConnectionsAreUnreachableUntilTheyAreTakenAgain() {
        LeaseStore store = store();
        proxy.refuse();
        proxy.cut();

        // The first may still meet the socket that is being cut.
        failureInTime(store.heartbeat(TestStores.freshSession()));
        LeaseStoreException failure = failureInTime(store.heartbeat(TestStores.freshSession()));
        proxy.resume();

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(await("the heartbeat", store.heartbeat(TestStores.freshSession())))
                .isInstanceOf(StoreAnswer.Gone.class);
    }

    @Test
    void slowLineWorksIfItIsFastEnough() {
        LeaseStore store = store();
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));

        proxy.delay(Duration.ofMillis(100), Duration.ofMillis(100));

        assertThat(await("the heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void lineThatIsTooSlowFailsInTimeEveryTime() {
        LeaseStore store = store();
        SessionId session = opened(store);
        proxy.delay(Duration.ofMillis(700), Duration.ofMillis(700));

        assertThat(failureInTime(store.heartbeat(session)).kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failureInTime(store.heartbeat(session)).kind()).isEqualTo(Kind.TIMED_OUT);
    }

    @Test
    void closeIsBoundedThoughNothingAnswers() {
        LeaseStore store = store();
        SessionId session = opened(store);
        proxy.pause();
        Future<StoreAnswer.Heartbeat> pending = store.heartbeat(session);
        Future<Void> releasing = store.closeSession(session);

        long asked = System.nanoTime();
        await("the close", store.close());

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TIMEOUT.plus(SLACK));
        failureInTime(pending);
        failureInTime(releasing);
    }

    @Test
    void verticleThatMadeTheStoreCanBeUndeployedThoughHandshakesAreUnanswered() {
        proxy.pause();
        StoreVerticle verticle = new StoreVerticle();
        String id = await("the deployment", stores.vertx.deployVerticle(verticle));
        failureInTime(verticle.prepared());
        failureInTime(verticle.prepared());

        long asked = System.nanoTime();
        await("the undeployment", stores.vertx.undeploy(id));

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TIMEOUT.plus(SLACK));
    }

    @Test
    void verticleThatMadeTheStoreCanBeUndeployedThoughStatementsAreUnanswered() {
        StoreVerticle verticle = new StoreVerticle();
        String id = await("the deployment", stores.vertx.deployVerticle(verticle));
        await("prepare", verticle.prepared());
        proxy.pause();
        Future<Void> pending = verticle.prepared();

        long asked = System.nanoTime();
        await("the undeployment", stores.vertx.undeploy(id));

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TIMEOUT.plus(SLACK));
        failureInTime(pending);
    }

    private LeaseStore store() {
        return stores.prepared(stores.store(uri, TIMEOUT));
    }

    private static LeaseStoreException failureInTime(Future<?> operation) {
        long asked = System.nanoTime();
        Throwable failure = failure("the operation", operation);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TIMEOUT.plus(SLACK));
        return (LeaseStoreException) failure;
    }

    /** What owns a store in real life. */
    private final class StoreVerticle extends VerticleBase {
        private LeaseStore store;

        @Override
        public Future<?> start() {
            store = SqlLeaseStore.postgres(
                    vertx,
                    new StoreConfig(uri, TestStores.options(stores.schema), stores.application, TIMEOUT.toNanos()));
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            return store.close();
        }

        Future<Void> prepared() {
            return store.prepare();
        }
    }
}
