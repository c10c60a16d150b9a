// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.generation;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.StoreAnswer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is stopped, killed and started again. */
class MysqlRestartTest {
    private static EmbeddedMariaDbServer server;

    private MysqlStores stores;
    private LeaseStore store;
    private SessionId session;

    @BeforeAll
    static void startServer() {
        server = new EmbeddedMariaDbServer();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        stores = new MysqlStores(server);
        store = stores.prepared();
        session = opened(store);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void killedServerIsUnreachableAndEverythingGoesOnWhenItIsBack() {
        TermId term = granted(store, session, BILLING);

        server.kill();
        Throwable down = failure("a heartbeat", store.heartbeat(session));
        server.start();

        assertThat(((LeaseStoreException) down).kind()).isEqualTo(LeaseStoreException.Kind.UNREACHABLE);
        assertThat(await("a heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
        assertThat(((LeaseSight.Row) TestStores.lease(store, BILLING)).lease().term())
                .isEqualTo(term);
    }

    @Test
    void generationChangesWithTheStartOfTheServerAndOnlyThen() {
        Generation before = generation(store);
        Generation again = generation(store);

        restart();

        assertThat(again).isEqualTo(before);
        assertThat(TestStores.generation(stores.prepared())).isNotEqualTo(before);
        assertThat(generation(store)).isNotEqualTo(before);
    }

    @Test
    void uptimeCountsFromTheStartOfTheServer() {
        server.stop();
        server.start();

        assertThat(TestStores.looked(stores.prepared()).server().upMillis()).isBetween(0L, 60_000L);
    }

    @Test
    void whatWasSeenBeforeARestartIsNeitherExpiredNorTaken() {
        Generation before = generation(store);
        TermId seen = granted(store, session, BILLING);

        restart();
        boolean expired = await(
                "the expiry",
                stores.prepared().expire(new ExpireRequest(session, 0, before), new SessionId("closer~1")));
        StoreAnswer.Acquired taken = TestStores.acquired(
                store, new AcquireRequest(TestStores.freshSession(), List.of(new Claim(BILLING, seen, before, -1))));

        assertThat(expired).isFalse();
        assertThat(taken).isInstanceOf(StoreAnswer.Refused.class);
    }

    /** Its commit may be one that was lost and is told of by a hint that was under way. */
    @Test
    void leaseThatWasReleasedInAnEarlierLifeIsNotTakenUnseen() {
        TermId term = granted(store, session, BILLING);
        restart();
        LeaseStore afterwards = stores.prepared();
        await("the release", afterwards.release(term));

        StoreAnswer.Acquired taken = TestStores.acquired(
                afterwards,
                new AcquireRequest(TestStores.freshSession(), List.of(Claim.ofReleased(term, generation(afterwards)))));

        assertThat(taken).isInstanceOf(StoreAnswer.Refused.class);
    }

    /** Two starts in one second are one generation, and this server starts in a third of one: it waits that long first. */
    private static void restart() {
        server.execute("DO SLEEP(1)");
        server.stop();
        server.start();
    }
}
