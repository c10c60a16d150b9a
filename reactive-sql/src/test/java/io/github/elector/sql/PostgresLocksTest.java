// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.SEARCH;
import static io.github.elector.sql.TestStores.acquired;
import static io.github.elector.sql.TestStores.claim;
import static io.github.elector.sql.TestStores.freshSession;
import static io.github.elector.sql.TestStores.generation;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.lease;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for a lock somebody else holds, and what does not. */
class PostgresLocksTest {
    private static final String LOCK_LEASES = "SELECT FROM %s.leader_leases FOR UPDATE";

    private final TestStores stores = new TestStores();
    private LeaseStore store;
    private SessionId session;
    private TermId term;

    @BeforeEach
    void holdALease() {
        store = stores.prepared(stores.store(stores.uri(), Duration.ofSeconds(2)));
        session = opened(store);
        term = granted(store, session, BILLING);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void lookDoesNotWaitForLockedRows() {
        stores.transaction("SELECT FROM %s.leader_leases, %s.leader_sessions FOR UPDATE");

        assertThat(lease(store, BILLING)).isInstanceOf(LeaseSight.Row.class);
    }

    @Test
    void acquireDoesNotWaitForALockedRowButIsBusy() {
        stores.transaction(LOCK_LEASES);

        assertThat(acquired(store, claim(store, freshSession(), term))).isInstanceOf(StoreAnswer.Busy.class);
    }

    @Test
    void shareLockOfAFenceMakesAcquireBusyUntilItIsGone() {
        PgConnection fenced = stores.transaction("SELECT FROM %s.leader_leases FOR SHARE");

        StoreAnswer.Acquired during = acquired(store, claim(store, freshSession(), term));
        await("ROLLBACK", fenced.query("ROLLBACK").execute());
        StoreAnswer.Acquired after = acquired(store, claim(store, freshSession(), term));

        assertThat(during).isInstanceOf(StoreAnswer.Busy.class);
        assertThat(after).isInstanceOf(StoreAnswer.Granted.class);
    }

    @Test
    void lockedRowCostsOnlyItself() {
        TermId search = granted(store, session, SEARCH);
        stores.transaction("SELECT FROM %s.leader_leases WHERE component = 'billing' FOR UPDATE");

        List<StoreAnswer.Acquired> answers = await(
                "the acquire",
                store.acquire(new AcquireRequest(
                        freshSession(),
                        List.of(
                                new Claim(BILLING, term, generation(store), -1),
                                new Claim(SEARCH, search, generation(store), -1)))));

        assertThat(answers.get(0)).isInstanceOf(StoreAnswer.Busy.class);
        assertThat(answers.get(1)).isInstanceOf(StoreAnswer.Granted.class);
    }

    @Test
    void lockedRowThatIsNotAsItWasSeenIsRefusedAndNotBusy() {
        stores.transaction(LOCK_LEASES);
        TermId earlier = new TermId(BILLING, term.number() - 1, session);

        assertThat(acquired(store, claim(store, freshSession(), earlier))).isInstanceOf(StoreAnswer.Refused.class);
    }

    @Test
    void takeoverThatCommitsWhileAnotherReadsTheRowLeavesOneHolder() {
        PgConnection takeover = stores.transaction(
                "UPDATE %s.leader_leases SET holder = 'other~1', term = term + 1 WHERE component = 'billing'");

        StoreAnswer.Acquired during = acquired(store, claim(store, freshSession(), term));
        await("COMMIT", takeover.query("COMMIT").execute());
        StoreAnswer.Acquired after = acquired(store, claim(store, freshSession(), term));

        assertThat(during).isInstanceOf(StoreAnswer.Busy.class);
        assertThat(after).isInstanceOf(StoreAnswer.Refused.class);
    }

    @Test
    void releaseWaitsForAFencedWriteAndHeartbeatsDoNotWaitForTheRelease() {
        PgConnection fenced = stores.transaction("SELECT FROM %s.leader_leases FOR SHARE");

        Future<Boolean> release = store.release(term);
        for (int i = 0; i < 10; i++) {
            await("a heartbeat", store.heartbeat(session));
        }
        boolean releasedMeanwhile = release.isComplete();
        await("ROLLBACK", fenced.query("ROLLBACK").execute());

        assertThat(releasedMeanwhile).isFalse();
        assertThat(await("the release", release)).isTrue();
    }

    @Test
    void heartbeatDoesNotWaitForLockedLeases() {
        stores.transaction(LOCK_LEASES);

        assertThat(await("the heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void releaseThatWaitsTooLongFailsAsTimedOutAndDoesNotHappenLater() {
        PgConnection locked = stores.transaction(LOCK_LEASES);

        LeaseStoreException failure = (LeaseStoreException) failure("the release", store.release(term));
        await("ROLLBACK", locked.query("ROLLBACK").execute());

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("release of " + term).hasMessageContaining("55P03");
        assertThat(((LeaseSight.Row) lease(store, BILLING)).lease().released()).isFalse();
    }

    @Test
    void lockedTableFailsEverythingWithinTheStoreTimeoutAndNothingPilesUp() {
        // In the order in which the sweep behind the first heartbeat reads them.
        PgConnection locked = stores.transaction("LOCK TABLE %s.leader_sessions, %s.leader_leases");

        List<Future<?>> asked =
                List.of(store.heartbeat(session), store.release(term), store.closeSession(session), store.prepare());
        LeaseStoreException heartbeat = (LeaseStoreException) failure("the heartbeat", asked.get(0));
        LeaseStoreException release = (LeaseStoreException) failure("the release", asked.get(1));
        failure("the close of the session", asked.get(2));
        await("ROLLBACK", locked.query("ROLLBACK").execute());

        assertThat(heartbeat.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(release.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(await("the next heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }
}
