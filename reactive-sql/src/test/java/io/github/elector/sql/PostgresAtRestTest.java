// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.github.elector.store.LeaseStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats and hints on one connection: what a store sends that is asked for nothing but heartbeats, and what it hears. */
class PostgresAtRestTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final TestStores stores = new TestStores();
    private final TcpProxy proxy = stores.server.proxy();
    private final WireCounter wire = WireCounter.postgres();
    private final Promise<Integer> left = Promise.promise();
    private final HeardHints hints = new HeardHints();
    private LeaseStore store;

    @BeforeEach
    void listen() {
        proxy.tapClients((connection, chunk, length) -> {
            wire.sees(connection, chunk, length);
            if (chunk[0] == 'X') { // PostgreSQL's Terminate.
                left.tryComplete(connection);
            }
        });
        store = stores.impatient(PostgresServer.through(proxy, stores.uri()), TIMEOUT, PATIENCE);
        store.onHint(hints::give);
        stores.prepared(store);
        await("the hint after the subscription", hints.next());
    }

    @AfterEach
    void close() {
        proxy.resume();
        stores.close();
        proxy.close();
    }

    /** A gap that a busy machine makes between two heartbeats may be asked about. */
    @Test
    void whileHeartbeatsAreAnsweredNothingElseIsSent() {
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));
        await("the end of the sweep", left.future());
        long before = wire.statements();

        long heartbeats = 0;
        long gaps = 0;
        long began = System.nanoTime();
        long last = began;
        while (last - began < PATIENCE.multipliedBy(8).toNanos()) {
            await("a heartbeat", store.heartbeat(session));
            heartbeats++;
            gaps += System.nanoTime() - last > PATIENCE.toNanos() / 2 ? 1 : 0;
            last = System.nanoTime();
        }

        assertThat(wire.statements() - before).isBetween(heartbeats, heartbeats + gaps);
    }

    /** As an observer is, which has no session. */
    @Test
    void lineThatDiedSilentlyIsFoundOutWithoutHeartbeats() {
        proxy.halfOpen();

        await("the hint after the next subscription", hints.next());
    }

    @Test
    void heartbeatThatFindsItsLineDeadBringsANewSubscription() {
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));

        proxy.halfOpen();
        failure("a heartbeat", store.heartbeat(session));
        await("the hint after the next subscription", hints.next());

        LeaseStore other = stores.prepared();
        TermId term = granted(other, opened(other), BILLING);
        await("the release", other.release(term));
        assertThat(await("the hint of the release", hints.next()).released()).isEqualTo(term);
    }

    @Test
    void hintsComeBetweenHeartbeats() {
        SessionId session = opened(store);
        Promise<Void> enough = Promise.promise();
        LeaseStore other = stores.prepared();
        SessionId leader = opened(other);

        Future<Void> beating = beatUntil(session, enough.future());
        List<TermId> released = new ArrayList<>();
        List<TermId> heard = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            TermId term = granted(other, leader, new ComponentName("busy/" + i));
            await("the release", other.release(term));
            released.add(term);
            heard.add(await("the hint of the release", hints.next()).released());
        }
        enough.complete();
        await("the last heartbeat", beating);

        assertThat(heard).isEqualTo(released);
    }

    @Test
    void sweepLeavesItsConnection() {
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));

        assertThat(await("the end of the sweep", left.future())).isEqualTo(3);
        await("a heartbeat", store.heartbeat(session));
    }

    private Future<Void> beatUntil(SessionId session, Future<Void> enough) {
        return store.heartbeat(session)
                .compose(beat -> enough.isComplete() ? Future.succeededFuture() : beatUntil(session, enough));
    }
}
