// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Old rows of closed sessions are found, and removed by primary key; that a store does so is the same on any database. */
class MysqlHygieneTest {
    private final MysqlStores stores = new MysqlStores();
    private final LeaseStore store = stores.prepared();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void onlyOldClosedSessionsThatHoldNothingAreFound() {
        SessionId old = ended();
        SessionId oldHolder = opened(store);
        granted(store, oldHolder, BILLING);
        await("the close of the session", store.closeSession(oldHolder));
        SessionId oldButOpen = opened(store);
        SessionId recent = ended();
        makeOld(old, oldHolder, oldButOpen);

        assertThat(found()).containsExactly(old.value()).doesNotContain(recent.value());
    }

    @Test
    void deletionLeavesOpenSessionsAloneWhateverItIsTold() {
        SessionId closed = ended();
        SessionId open = opened(store);

        await(
                "the removal",
                dedicated(stores.administratorUri())
                        .use(
                                "the removal",
                                on -> dialect().deleteSessions(on, List.of(closed.value(), open.value(), "nobody~1"))));

        assertThat(stores.execute("SELECT session_id FROM leader_sessions").size())
                .isEqualTo(1);
        assertThat(TestStores.looked(store).sessions()).isEmpty();
        await("a heartbeat", store.heartbeat(open));
    }

    @Test
    void missingDeleteRightIsToldAsSuchAndCostsTheStoreNothing() {
        SessionId old = ended();
        makeOld(old);

        LeaseStoreException refused = (LeaseStoreException) failure(
                "the removal",
                dedicated(stores.uri()).use("the removal", on -> dialect().deleteSessions(on, List.of(old.value()))));
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));

        assertThat(refused.kind()).isEqualTo(LeaseStoreException.Kind.NO_RIGHT);
    }

    private List<String> found() {
        return StreamSupport.stream(
                        await("the search", dedicated(stores.uri()).use("the search", dialect()::findOldSessions))
                                .spliterator(),
                        false)
                .map(row -> row.getString("session_id"))
                .toList();
    }

    private SessionId ended() {
        SessionId session = opened(store);
        await("the close of the session", store.closeSession(session));
        return session;
    }

    private void makeOld(SessionId... sessions) {
        for (SessionId session : sessions) {
            stores.execute("UPDATE leader_sessions SET renewed_at = renewed_at - INTERVAL 25 HOUR WHERE session_id = '"
                    + session + "'");
        }
    }

    private MysqlDialect dialect() {
        return new MysqlDialect(new SqlStoreOptions().tables(TableNaming.mysql(stores.database)));
    }

    private DedicatedConnection dedicated(String uri) {
        return stores.dedicated(uri, TestStores.TIMEOUT);
    }
}
