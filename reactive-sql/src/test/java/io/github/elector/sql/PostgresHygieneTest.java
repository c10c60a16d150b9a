// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.store.LeaseStore;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Old rows of closed sessions are removed by whoever opens one, and nothing else is. */
class PostgresHygieneTest {
    private final TestStores stores = new TestStores();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void firstHeartbeatRemovesOnlyOldClosedSessionsThatHoldNothing() {
        stores.execute("GRANT DELETE ON %s.leader_sessions TO " + PostgresServer.user(stores.uri()));
        LeaseStore store = stores.prepared();
        SessionId old = ended(store);
        SessionId oldHolder = opened(store);
        granted(store, oldHolder, BILLING);
        await("the close of the session", store.closeSession(oldHolder));
        SessionId oldButOpen = opened(store);
        SessionId recent = ended(store);
        makeOldExcept(recent);

        SessionId sweeper = openedAndSwept();

        assertThat(sessions())
                .containsExactlyInAnyOrder(oldHolder.value(), oldButOpen.value(), recent.value(), sweeper.value())
                .doesNotContain(old.value());
    }

    /** Somebody waits for an election then, and needs the machine and the server. */
    @Test
    void openingASessionRemovesNothing() {
        stores.execute("GRANT DELETE ON %s.leader_sessions TO " + PostgresServer.user(stores.uri()));
        LeaseStore store = stores.prepared();
        SessionId old = ended(store);
        makeOldExcept(TestStores.freshSession());

        SessionId session = opened(store);
        for (int i = 0; i < 20; i++) {
            granted(store, session, new ComponentName("busy/" + i));
        }

        assertThat(sessions()).contains(old.value());
    }

    @Test
    void missingDeleteRightIsNoTrouble() {
        SessionId old = ended(stores.prepared());
        makeOldExcept(TestStores.freshSession());
        LeaseStore modest = stores.prepared();

        SessionId session = opened(modest);
        await("a heartbeat", modest.heartbeat(session));

        assertThat(sessions()).contains(old.value(), session.value());
    }

    /** Opens a session and sends its first heartbeat, and waits until rows were deleted, which a trigger tells once that is committed. */
    private SessionId openedAndSwept() {
        stores.execute("CREATE FUNCTION %s.tell() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_notify(TG_TABLE_SCHEMA, NULL); RETURN NULL; END'");
        stores.execute("CREATE TRIGGER tell AFTER DELETE ON %s.leader_sessions EXECUTE FUNCTION %s.tell()");
        Promise<Void> swept = Promise.promise();
        PgConnection listener = stores.connection();
        listener.notificationHandler(told -> swept.tryComplete());
        await("LISTEN", listener.query("LISTEN \"" + stores.schema + '"').execute());

        LeaseStore store = stores.prepared();
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));
        await("the sweep", swept.future());
        return session;
    }

    private SessionId ended(LeaseStore store) {
        SessionId session = opened(store);
        await("the close of the session", store.closeSession(session));
        return session;
    }

    private void makeOldExcept(SessionId recent) {
        stores.execute("UPDATE %s.leader_sessions SET renewed_at = renewed_at - interval '25 hours'"
                + " WHERE session_id <> '" + recent + "'");
    }

    private List<String> sessions() {
        return StreamSupport.stream(
                        stores.execute("SELECT session_id FROM %s.leader_sessions")
                                .spliterator(),
                        false)
                .map((Row row) -> row.getString(0))
                .toList();
    }
}
