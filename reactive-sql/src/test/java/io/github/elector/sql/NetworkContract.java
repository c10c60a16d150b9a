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
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks that hold, delay, cut and refuse: every operation ends within the store timeout, and the next one works. */
abstract class NetworkContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SLACK = Duration.ofSeconds(2);

    TcpProxy proxy;
    /** Through the proxy. */
    String uri;

    /** In front of the server. */
    abstract TcpProxy proxyOfTheServer();

    /** Of the server itself. */
    abstract String directUri();

    /** Not prepared; closed with {@link #closeStores}. */
    abstract LeaseStore store(String uri, Duration timeout);

    /** Not prepared; closed by whoever made it. */
    abstract LeaseStore storeOf(Vertx vertx, String uri, Duration timeout);

    abstract Vertx vertx();

    abstract void closeStores();

    @BeforeEach
    void standInBetween() {
        proxy = proxyOfTheServer();
        uri = PostgresServer.through(proxy, directUri());
    }

    @AfterEach
    void close() {
        proxy.resume();
        closeStores();
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
        LeaseStore store = store(uri, TIMEOUT);
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
        asked.forEach(NetworkContract::failureInTime);
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
        String id = await("the deployment", vertx().deployVerticle(verticle));
        failureInTime(verticle.prepared());
        failureInTime(verticle.prepared());

        long asked = System.nanoTime();
        await("the undeployment", vertx().undeploy(id));

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TIMEOUT.plus(SLACK));
    }

    @Test
    void verticleThatMadeTheStoreCanBeUndeployedThoughStatementsAreUnanswered() {
        StoreVerticle verticle = new StoreVerticle();
        String id = await("the deployment", vertx().deployVerticle(verticle));
        await("prepare", verticle.prepared());
        proxy.pause();
        Future<Void> pending = verticle.prepared();

        long asked = System.nanoTime();
        await("the undeployment", vertx().undeploy(id));

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TIMEOUT.plus(SLACK));
        failureInTime(pending);
    }

    private LeaseStore store() {
        LeaseStore store = store(uri, TIMEOUT);
        await("prepare", store.prepare());
        return store;
    }

    static LeaseStoreException failureInTime(Future<?> operation) {
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
            store = storeOf(vertx, uri, TIMEOUT);
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
