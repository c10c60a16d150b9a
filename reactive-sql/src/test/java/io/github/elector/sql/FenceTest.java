// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.acquired;
import static io.github.elector.sql.TestStores.claim;
import static io.github.elector.sql.TestStores.freshSession;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.sql.TestStores.taken;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.Term;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that take effect only while a term holds. */
class FenceTest {
    private static final String CREDIT = "UPDATE %s.accounts SET balance = balance + $1 WHERE id = $2 AND {fence}";

    private final TestStores stores = new TestStores();
    private final Fence fence = Fence.postgres(new SqlStoreOptions(TestStores.options(stores.schema)));
    private LeaseStore store;
    private SessionId session;
    private TermId term;
    private PgConnection client;

    @BeforeEach
    void leadBilling() {
        store = stores.prepared();
        session = opened(store);
        term = granted(store, session, BILLING);
        stores.execute("CREATE TABLE %s.accounts (id bigint PRIMARY KEY, balance bigint NOT NULL);"
                + "INSERT INTO %s.accounts VALUES (1, 10), (2, 20)");
        client = stores.connection();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void updatePassesWhileTheTermHolds() {
        assertThat(written(CREDIT, Tuple.of(5L, 1L))).isEqualTo(1);
        assertThat(balance(1)).isEqualTo(15);
    }

    @Test
    void insertAndDeletePassWhileTheTermHolds() {
        assertThat(written("INSERT INTO %s.accounts SELECT $1::bigint, $2::bigint WHERE {fence}", Tuple.of(3L, 30L)))
                .isEqualTo(1);
        assertThat(written("DELETE FROM %s.accounts WHERE id > $1 AND {fence};", Tuple.of(1L)))
                .isEqualTo(2);
        assertThat(written("DELETE FROM %s.accounts WHERE {fence}", Tuple.tuple()))
                .isEqualTo(1);
    }

    @Test
    void nothingMatchedIsNoRefusal() {
        assertThat(written(CREDIT, Tuple.of(5L, 99L))).isZero();
    }

    @Test
    void percentAndBackslashOfTheStatementStayAsTheyAre() {
        assertThat(written("DELETE FROM %s.accounts WHERE id::text LIKE '%1$d\\%' AND {fence}", Tuple.tuple()))
                .isZero();
    }

    @Test
    void writeIsRefusedAfterATakeover() {
        taken(store, opened(store), term);

        assertRefused();
    }

    @Test
    void writeIsRefusedAfterTheRelease() {
        await("the release", store.release(term));

        assertRefused();
    }

    @Test
    void writeIsRefusedAfterTheSessionIsClosed() {
        await("the close of the session", store.closeSession(session));

        assertRefused();
    }

    @Test
    void writeOfAnEarlierTermOfTheSameSessionIsRefused() {
        await("the release", store.release(term));
        taken(store, session, term);

        assertRefused();
    }

    @Test
    void refusalNamesTheTermAndSaysWhatToDo() {
        await("the release", store.release(term));

        FenceRefusedException refusal = refusal();

        assertThat(refusal.term()).isEqualTo(term);
        assertThat(refusal)
                .hasMessageContaining("component 'billing'")
                .hasMessageContaining("term " + term.number())
                .hasMessageContaining("stop this work");
    }

    @Test
    void statementWithoutMarkerIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> fence.write(client, held(term), "DELETE FROM accounts", Tuple.tuple()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{fence}");
    }

    @Test
    void takeoverDoesNotPassAnOpenFencedTransactionAndHeartbeatsDo() {
        await("BEGIN", client.query("BEGIN").execute());
        written(CREDIT, Tuple.of(5L, 1L));

        StoreAnswer.Acquired during = acquired(store, claim(store, freshSession(), term));
        StoreAnswer.Heartbeat heartbeat = await("the heartbeat", store.heartbeat(session));
        await("COMMIT", client.query("COMMIT").execute());
        StoreAnswer.Acquired after = acquired(store, claim(store, freshSession(), term));

        assertThat(during).isInstanceOf(StoreAnswer.Busy.class);
        assertThat(heartbeat).isInstanceOf(StoreAnswer.Beat.class);
        assertThat(after).isInstanceOf(StoreAnswer.Granted.class);
    }

    @Test
    void writeThatMeetsATakeoverUnderWayWaitsForItAndIsRefused() {
        PgConnection takeover = stores.transaction("UPDATE %s.leader_leases SET holder = 'other~1', term = term + 1");

        Future<FencedWrite> write = fence.write(client, held(term), sql(CREDIT), Tuple.of(5L, 1L));
        await("a heartbeat", store.heartbeat(session));
        await("COMMIT", takeover.query("COMMIT").execute());

        assertThat(failure("the write", write)).isInstanceOf(FenceRefusedException.class);
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void manyFencedWritersDoNotStandInEachOthersWay() {
        PgConnection other = stores.connection();
        await("BEGIN", client.query("BEGIN").execute());
        written(CREDIT, Tuple.of(5L, 1L));

        FencedWrite second = await("the second write", fence.write(other, held(term), sql(CREDIT), Tuple.of(7L, 2L)));

        assertThat(second.rows()).isEqualTo(1);
    }

    private void assertRefused() {
        assertThat(refusal().term()).isEqualTo(term);
        assertThat(balance(1)).isEqualTo(10);
    }

    private FenceRefusedException refusal() {
        return (FenceRefusedException)
                failure("the write", fence.write(client, held(term), sql(CREDIT), Tuple.of(5L, 1L)));
    }

    private long written(String sql, Tuple parameters) {
        return await("the write", fence.write(client, held(term), sql(sql), parameters))
                .rows();
    }

    private String sql(String template) {
        return template.replace("%s", stores.schema);
    }

    private long balance(int account) {
        return stores.execute("SELECT balance FROM %s.accounts WHERE id = " + account)
                .iterator()
                .next()
                .getLong(0);
    }

    /** A term that is asked for nothing but its id, as by a process that was paused after it had asked for more. */
    private static Term held(TermId id) {
        return (Term) Proxy.newProxyInstance(
                Term.class.getClassLoader(), new Class<?>[] {Term.class}, (term, method, none) -> {
                    assertThat(method.getName()).isEqualTo("id");
                    return id;
                });
    }
}
