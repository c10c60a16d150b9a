// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.freshSession;
import static io.github.elector.sql.TestStores.generation;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.PostgresPair;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An asynchronous standby is promoted that has not heard of the latest commits: what each operation says of it, of which
 * an earlier one was acknowledged and is lost.
 */
class PostgresLostCommitsTest {
    private static final ComponentName KEPT = new ComponentName("kept");
    private static final ComponentName RELEASED = new ComponentName("released");
    private static final ComponentName ACQUIRED = new ComponentName("acquired");

    private static Vertx vertx;
    private static PostgresPair pair;
    private static TcpProxy address;
    private static LeaseStore store;
    private static SessionId old;
    private static SessionId expired;
    private static SessionId young;
    private static TermId kept;
    private static TermId released;
    private static TermId lost;
    private static Generation before;

    @BeforeAll
    static void loseCommits() {
        Installed.orSkip("PostgreSQL with pg_basebackup", PostgresPair.programs());
        vertx = Vertx.vertx();
        pair = new PostgresPair();
        address = pair.address();
        store = SqlLeaseStore.postgres(
                vertx,
                new StoreConfig(
                        PostgresServer.through(address, pair.primaryUri()),
                        new JsonObject().put("createSchema", true),
                        "elector",
                        TestStores.TIMEOUT.toNanos()));
        await("prepare", store.prepare());
        old = opened(store);
        expired = opened(store);
        await("a heartbeat", store.heartbeat(old));
        kept = granted(store, old, KEPT);
        released = granted(store, old, RELEASED);
        before = generation(store);
        pair.catchUp();

        pair.loseCommitsFromNowOn();
        await("a heartbeat", store.heartbeat(old));
        await("the expiry", store.expire(new ExpireRequest(expired, 0, before), old));
        await("the release", store.release(released));
        lost = granted(store, old, ACQUIRED);
        young = opened(store);

        pair.killPrimary();
        pair.promote();
        pair.lead(address);
        // What is open may still meet the dead server.
        await(
                "a look",
                store.look(new LookRequest(List.of())).recover(again -> store.look(new LookRequest(List.of()))));
        await("a heartbeat", store.heartbeat(young).recover(again -> store.heartbeat(young)));
    }

    @AfterAll
    static void close() {
        if (pair != null) {
            await("the end of Vert.x", vertx.close());
            pair.close();
            address.close();
        }
    }

    @Test
    void sessionWhoseOpeningWasLostIsGoneAtItsNextHeartbeat() {
        assertThat(await("a heartbeat", store.heartbeat(young))).isInstanceOf(StoreAnswer.Gone.class);
    }

    @Test
    void heartbeatTellsThatAnAcquireWasLostAndThatAReleaseWas() {
        StoreAnswer.Beat beat = (StoreAnswer.Beat) await("a heartbeat", store.heartbeat(old));

        assertThat(beat.holdings().terms()).containsExactlyInAnyOrder(kept, released);
    }

    @Test
    void sessionWhoseExpiryWasLostLivesOn() {
        assertThat(await("a heartbeat", store.heartbeat(expired))).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void promotedServerIsAnotherGeneration() {
        assertThat(generation(store)).isNotEqualTo(before);
    }

    @Test
    void whatWasSeenOnTheOldPrimaryIsNeitherExpiredNorTaken() {
        boolean closed = await("the expiry", store.expire(new ExpireRequest(old, 1, before), freshSession()));
        StoreAnswer.Acquired taken = TestStores.acquired(
                store, new AcquireRequest(freshSession(), List.of(new Claim(KEPT, kept, before, -1))));

        assertThat(closed).isFalse();
        assertThat(taken).isInstanceOf(StoreAnswer.Refused.class);
    }

    @Test
    void hintOfALostReleaseTakesNothing() {
        StoreAnswer.Acquired taken = TestStores.acquired(
                store, new AcquireRequest(freshSession(), List.of(Claim.ofReleased(released, generation(store)))));

        assertThat(taken).isInstanceOf(StoreAnswer.Refused.class);
    }

    /** Though nobody who asks has ever heard of the term that was lost. */
    @Test
    void termThatWasLostIsNotGivenAgain() {
        assertThat(TestStores.lease(store, ACQUIRED)).isInstanceOf(LeaseSight.NoRow.class);

        TermId next = granted(store, opened(store), ACQUIRED);

        assertThat(next.number()).isGreaterThan(lost.number());
    }
}
