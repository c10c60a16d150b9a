// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.SEARCH;
import static io.github.elector.sql.TestStores.acquired;
import static io.github.elector.sql.TestStores.claim;
import static io.github.elector.sql.TestStores.claimOfNoRow;
import static io.github.elector.sql.TestStores.freshSession;
import static io.github.elector.sql.TestStores.generation;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.lease;
import static io.github.elector.sql.TestStores.looked;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
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
import io.vertx.mysqlclient.MySQLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * What waits for a lock somebody else holds, and what does not. The store timeout is so long that whatever waited would be
 * told by the lock wait of half of it: none of these tests would pass that asks for an answer.
 */
class MysqlLocksTest {
    private static final String LOCK_LEASES = "SELECT * FROM leader_leases FOR UPDATE";

    private final MysqlStores stores = new MysqlStores();
    private LeaseStore store;
    private SessionId session;
    private TermId term;

    @BeforeEach
    void holdALease() {
        store = stores.prepared(stores.store(stores.uri(), Duration.ofSeconds(4), MysqlStores.options()));
        session = opened(store);
        term = granted(store, session, BILLING);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void lookDoesNotWaitForLockedRows() {
        stores.transaction("SELECT * FROM leader_leases, leader_sessions FOR UPDATE");

        assertThat(lease(store, BILLING)).isInstanceOf(LeaseSight.Row.class);
    }

    @Test
    void acquireDoesNotWaitForALockedRowButIsBusy() {
        stores.transaction(LOCK_LEASES);

        long began = System.nanoTime();
        StoreAnswer.Acquired answer = acquired(store, claim(store, freshSession(), term));
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(answer).isInstanceOf(StoreAnswer.Busy.class);
        // A lock wait would be 2 s, and then busy as well.
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void shareLockOfAFenceMakesAcquireBusyUntilItIsGone() {
        MySQLConnection fenced = stores.transaction("SELECT * FROM leader_leases LOCK IN SHARE MODE");

        StoreAnswer.Acquired during = acquired(store, claim(store, freshSession(), term));
        await("ROLLBACK", fenced.query("ROLLBACK").execute());
        StoreAnswer.Acquired after = acquired(store, claim(store, freshSession(), term));

        assertThat(during).isInstanceOf(StoreAnswer.Busy.class);
        assertThat(after).isInstanceOf(StoreAnswer.Granted.class);
    }

    @Test
    void lockedRowCostsOnlyItself() {
        TermId search = granted(store, session, SEARCH);
        stores.transaction("SELECT * FROM leader_leases WHERE component = 'billing' FOR UPDATE");

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
    void lockedRowNobodyAskedForCostsNothing() {
        TermId search = granted(store, session, SEARCH);
        stores.transaction("SELECT * FROM leader_leases WHERE component = 'billing' FOR UPDATE");

        assertThat(acquired(store, claim(store, freshSession(), search))).isInstanceOf(StoreAnswer.Granted.class);
    }

    @Test
    void lockedRowThatIsNotAsItWasSeenIsRefusedAndNotBusy() {
        stores.transaction(LOCK_LEASES);
        TermId earlier = new TermId(BILLING, term.number() - 1, session);

        assertThat(acquired(store, claim(store, freshSession(), earlier))).isInstanceOf(StoreAnswer.Refused.class);
    }

    @Test
    void claimOfNoRowDoesNotWaitForTheLockedRowThatIsThere() {
        stores.transaction(LOCK_LEASES);

        long began = System.nanoTime();
        StoreAnswer.Acquired answer = acquired(store, claimOfNoRow(store, freshSession(), BILLING));
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(answer).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void claimOfNoRowIsBusyWhileSomebodyElsesInsertIsNotCommitted() {
        MySQLConnection inserting = stores.transaction(
                "INSERT INTO leader_leases SELECT 'search', holder, term, acquired_at, released, generation, nonce"
                        + " FROM leader_leases");

        StoreAnswer.Acquired during = acquired(store, claimOfNoRow(store, freshSession(), SEARCH));
        await("ROLLBACK", inserting.query("ROLLBACK").execute());
        StoreAnswer.Acquired after = acquired(store, claimOfNoRow(store, freshSession(), SEARCH));

        assertThat(during).isInstanceOf(StoreAnswer.Busy.class);
        assertThat(after).isInstanceOf(StoreAnswer.Granted.class);
    }

    @Test
    void takeoverThatCommitsWhileAnotherReadsTheRowLeavesOneHolder() {
        MySQLConnection takeover = stores.transaction(
                "UPDATE leader_leases SET holder = 'other~1', term = term + 1 WHERE component = 'billing'");

        StoreAnswer.Acquired during = acquired(store, claim(store, freshSession(), term));
        await("COMMIT", takeover.query("COMMIT").execute());
        StoreAnswer.Acquired after = acquired(store, claim(store, freshSession(), term));

        assertThat(during).isInstanceOf(StoreAnswer.Busy.class);
        assertThat(after).isInstanceOf(StoreAnswer.Refused.class);
    }

    @Test
    void releaseWaitsForAFencedWriteAndHeartbeatsDoNotWaitForTheRelease() {
        MySQLConnection fenced = stores.transaction("SELECT * FROM leader_leases LOCK IN SHARE MODE");

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
        MySQLConnection locked = stores.transaction(LOCK_LEASES);

        LeaseStoreException failure = (LeaseStoreException) failure("the release", store.release(term));
        await("ROLLBACK", locked.query("ROLLBACK").execute());

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("release of " + term).hasMessageContaining("1205");
        assertThat(((LeaseSight.Row) lease(store, BILLING)).lease().released()).isFalse();
    }

    @Test
    void lockedTableFailsWithinTheStoreTimeoutAndTheNextOperationWorks() {
        MySQLConnection locked = stores.connection();
        await(
                "LOCK TABLES",
                locked.query("LOCK TABLES leader_sessions WRITE, leader_leases WRITE")
                        .execute());

        List<Future<?>> asked = List.of(store.heartbeat(session), store.release(term));
        LeaseStoreException heartbeat = (LeaseStoreException) failure("the heartbeat", asked.get(0));
        LeaseStoreException release = (LeaseStoreException) failure("the release", asked.get(1));
        await("UNLOCK TABLES", locked.query("UNLOCK TABLES").execute());

        assertThat(heartbeat.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(release.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(await("the next heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    /** In opposite orders, which is how two batches deadlock; several times, as it is a race. */
    @RepeatedTest(10)
    void twoThatTakeTheSameThousandNeverFailAndEachIsTakenOnce() {
        LeaseStore other = stores.prepared(stores.store(stores.uri()));
        Generation generation = generation(store);
        List<ComponentName> names = IntStream.range(0, 1_000)
                .mapToObj(i -> new ComponentName("crowd/" + i))
                .toList();
        List<Claim> fresh = names.stream()
                .map(name -> new Claim(name, null, generation, -1))
                .toList();

        Map<ComponentName, TermId> created = race(other, fresh);
        Map<ComponentName, TermId> taken = race(
                other,
                created.values().stream()
                        .map(seen -> new Claim(seen.component(), seen, generation, -1))
                        .toList());

        assertThat(created).containsOnlyKeys(names);
        assertThat(taken).containsOnlyKeys(names);
        assertThat(looked(store, names.toArray(ComponentName[]::new)).leases().values())
                .extracting(sight -> ((LeaseSight.Row) sight).lease().term())
                .containsExactlyInAnyOrderElementsOf(taken.values());
    }

    /** Both stores claim all of it at once; what was busy for both is asked for again. */
    private Map<ComponentName, TermId> race(LeaseStore other, List<Claim> claims) {
        List<Claim> backwards = new ArrayList<>(claims);
        Collections.reverse(backwards);
        List<Future<List<StoreAnswer.Acquired>>> both = List.of(
                store.acquire(new AcquireRequest(freshSession(), claims)),
                other.acquire(new AcquireRequest(freshSession(), backwards)));
        Map<ComponentName, TermId> granted = new HashMap<>();
        both.forEach(each -> collect(granted, await("an acquire of the race", each)));
        List<Claim> left = claims.stream()
                .filter(claim -> !granted.containsKey(claim.component()))
                .toList();
        collect(granted, await("the rest", store.acquire(new AcquireRequest(freshSession(), left))));
        return granted;
    }

    private static void collect(Map<ComponentName, TermId> granted, List<StoreAnswer.Acquired> answers) {
        for (StoreAnswer.Acquired answer : answers) {
            if (answer instanceof StoreAnswer.Granted yes) {
                assertThat(granted.put(yes.term().component(), yes.term())).isNull();
            }
        }
    }
}
