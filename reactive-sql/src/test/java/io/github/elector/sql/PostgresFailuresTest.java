// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every failure of a real server, told apart by kind. */
class PostgresFailuresTest {
    private final TestStores stores = new TestStores();

    @AfterEach
    void close() {
        stores.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM no_such_table | WRONG_SCHEMA | 42P01",
                "SELECT no_such_column FROM pg_class | WRONG_SCHEMA | 42703",
                "SELECT * FROM no_such_schema.leases | WRONG_SCHEMA | 42P01",
                "CREATE TABLE no_such_schema.leases (id int) | WRONG_SCHEMA | 3F000",
                "SELECT true + 1 | WRONG_SCHEMA | 42883",
                "SELECT 1 UNION SELECT now() | WRONG_SCHEMA | 42804",
                "SELECT * FROM pg_class_oid_index | WRONG_SCHEMA | 42809",
                "SELECT pg_notify('channel', repeat('x', 8000)) | REJECTED | 22023",
                "SELECT pg_sleep(30) | TIMED_OUT | 57014",
                "SELECT 1/0 | REJECTED | 22012",
                "SELECT nonsense( | REJECTED | 42601",
            })
    void statementThatFailsIsToldByItsState(String sql, Kind kind, String state) {
        LeaseStoreException failure = (LeaseStoreException) failure("the statement", query(sql));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("a statement on ").hasMessageContaining("[" + state + "]");
    }

    @Test
    void statementWhoseBackendEndsIsUnreachable() {
        LeaseStoreException failure =
                (LeaseStoreException) failure("the statement", query("SELECT pg_terminate_backend(pg_backend_pid())"));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    }

    /**
     * By hand: where they come by themselves, they are the last word of a session, of which the client says only that the
     * connection is lost. For 57P01, 57P05 and 25P03 it waits for that loss, so that nobody can raise them.
     */
    @ParameterizedTest
    @ValueSource(strings = {"08000", "08003", "08006", "08P01", "57P02", "57P03", "25P04"})
    void stateThatSpeaksOfTheConnectionIsUnreachable(String state) {
        LeaseStoreException failure = (LeaseStoreException) failure(
                "the statement", query("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '" + state + "'; END $$"));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("[" + state + "]");
    }

    @Test
    void nextStatementAfterTheBackendDiedFindsANewConnection() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);
        await("the heartbeat", store.heartbeat(session));

        assertThat(stores.terminateBackends()).isPositive();

        assertThat(beatWithinTwo(store, session)).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void wrongPasswordIsNoRight() {
        String uri = stores.server.freshRole("right");

        LeaseStoreException failure = prepareFailure(uri.replace(":right@", ":wrong@"));

        assertThat(failure.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(failure).hasMessageContaining("[28P01]").hasMessageContaining("check user and password");
    }

    @Test
    void roleThatMayNotLogInIsNoRight() {
        String uri = stores.server.freshRole("pw");
        stores.execute("ALTER ROLE " + PostgresServer.user(uri) + " NOLOGIN");

        LeaseStoreException failure = prepareFailure(uri);

        assertThat(failure.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(failure).hasMessageContaining("[28000]");
    }

    @Test
    void unknownUserIsNoRight() {
        String uri = stores.server.freshRole("right");

        assertThat(prepareFailure(uri.replace("//elector", "//nobody")).kind()).isEqualTo(Kind.NO_RIGHT);
    }

    @Test
    void unknownDatabaseIsWrongSchema() {
        LeaseStoreException failure = prepareFailure(PostgresServer.withDatabase(stores.server.uri(), "no_such_db"));

        assertThat(failure.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(failure).hasMessageContaining("[3D000]").hasMessageContaining("no_such_db");
    }

    @Test
    void nobodyListeningIsUnreachable() {
        assertThat(prepareFailure("postgresql://postgres@127.0.0.1:1/postgres").kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void unknownHostIsUnreachable() {
        assertThat(prepareFailure("postgresql://postgres@no-such-host.invalid/postgres")
                        .kind())
                .isIn(Kind.UNREACHABLE, Kind.TIMED_OUT);
    }

    @Test
    void tooManyConnectionsIsUnreachable() {
        String uri = stores.server.freshRole("pw");
        stores.execute("ALTER ROLE " + PostgresServer.user(uri) + " CONNECTION LIMIT 0");

        LeaseStoreException failure = prepareFailure(uri);

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("53300");
    }

    @Test
    void rightThatIsTakenAwayIsNoRight() {
        String uri = stores.uri();
        LeaseStore store = stores.prepared(stores.store(uri, TestStores.TIMEOUT));
        SessionId session = opened(store);

        stores.execute("REVOKE UPDATE ON %s.leader_sessions FROM " + PostgresServer.user(uri));

        LeaseStoreException failure = (LeaseStoreException) failure("the heartbeat", store.heartbeat(session));
        assertThat(failure.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(failure).hasMessageContaining("[42501]").hasMessageContaining("grant SELECT, INSERT and UPDATE");
    }

    @Test
    void tableThatIsDroppedUnderWayIsWrongSchema() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);
        await("the heartbeat", store.heartbeat(session));

        stores.execute("DROP TABLE %s.leader_sessions CASCADE");

        assertThat(((LeaseStoreException) failure("the heartbeat", store.heartbeat(session))).kind())
                .isEqualTo(Kind.WRONG_SCHEMA);
    }

    @Test
    void primaryKeyThatIsDroppedUnderWayIsWrongSchema() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);
        stores.execute("ALTER TABLE %s.leader_leases DROP CONSTRAINT leader_leases_pkey");

        LeaseStoreException failure = (LeaseStoreException)
                failure("the acquire", store.acquire(TestStores.claimOfNoRow(store, session, TestStores.BILLING)));

        assertThat(failure.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(failure).hasMessageContaining("[42P10]");
    }

    @Test
    void sessionThatIsThereAlreadyIsRejected() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);

        LeaseStoreException failure =
                (LeaseStoreException) failure("the opening", store.open(TestStores.opening(session)));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure).hasMessageContaining("[23505]");
    }

    /** What was prepared before does not fit any more; the client is expected to prepare it anew. */
    @Test
    void columnThatIsWidenedUnderWayCostsAtMostOneOperation() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));

        stores.execute("ALTER TABLE %s.leader_sessions ALTER COLUMN closed_by TYPE varchar(300)");

        assertThat(beatWithinTwo(store, session)).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void readOnlyServerIsUnreachableAndItsConnectionIsLeft() {
        String uri = stores.uri();
        LeaseStore store = stores.prepared(stores.store(uri, TestStores.TIMEOUT));
        SessionId session = opened(store);
        String role = PostgresServer.user(uri);
        stores.execute("ALTER ROLE " + role + " SET default_transaction_read_only = on");
        stores.terminateBackends();

        LeaseStoreException failure = failureWithinTwo(store, session);
        stores.execute("ALTER ROLE " + role + " RESET default_transaction_read_only");

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("25006").hasMessageContaining("the primary");
        // The old connection would still be read-only.
        assertThat(await("the heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    /** It is the store that refuses what a look on a server that takes no writes has read, and not that server. */
    @Test
    void lookNeitherWritesNorLocksBecauseAReadOnlyTransactionLetsItPass() {
        String uri = stores.server.freshRole("pw", stores.schema);
        stores.execute("ALTER ROLE " + PostgresServer.user(uri) + " SET default_transaction_read_only = on");
        LeaseStore reader = stores.prepared(stores.store(uri, TestStores.TIMEOUT));

        Throwable failure = failure("the look", reader.look(new LookRequest(List.of(TestStores.BILLING))));

        assertThat(failure)
                .hasMessageContaining("the server is read-only")
                .hasMessageContaining("the primary")
                .hasCauseInstanceOf(ReadOnlyServerException.class);
    }

    @Test
    void strangeDefaultsOfTheRoleChangeNothing() {
        String uri = stores.server.freshRole("pw", stores.schema);
        String role = "ALTER ROLE " + PostgresServer.user(uri) + " SET ";
        stores.execute(role + "search_path = nowhere");
        stores.execute(role + "TimeZone = 'Pacific/Kiritimati'");
        stores.execute(role + "DateStyle = 'German'");
        stores.execute(role + "default_transaction_isolation = 'serializable'");
        stores.execute(role + "synchronous_commit = off");
        stores.execute(role + "statement_timeout = 0");
        LeaseStore strange = stores.prepared(stores.store(uri, TestStores.TIMEOUT));
        LeaseStore plain = stores.prepared();

        SessionId session = opened(strange);
        TestStores.granted(strange, session, TestStores.BILLING);
        long silent = TestStores.holder(plain, TestStores.BILLING).silentMillis();

        assertThat(silent).isBetween(-1_000L, 20_000L);
        assertThat(TestStores.generation(strange)).isEqualTo(TestStores.generation(plain));
    }

    @Test
    void connectionsCarryTheSettingsTheStorePromises() {
        DedicatedConnection connection = dedicated(Duration.ofSeconds(4));

        Row row = await(
                        "the settings",
                        connection.query(
                                "a statement",
                                "SELECT current_setting('synchronous_commit'), current_setting('lock_timeout'),"
                                        + " current_setting('statement_timeout'),"
                                        + " current_setting('idle_in_transaction_session_timeout'),"
                                        + " current_setting('transaction_isolation'), current_setting('application_name')",
                                Tuple.tuple()))
                .iterator()
                .next();

        assertThat(row.deepToString()).isEqualTo("[on,2s,3s,4s,read committed," + stores.application + "]");
    }

    /** The first use after its backend died may still meet the dying socket. */
    private static StoreAnswer.Heartbeat beatWithinTwo(LeaseStore store, SessionId session) {
        return await("a heartbeat", store.heartbeat(session).recover(broken -> store.heartbeat(session)));
    }

    private static LeaseStoreException failureWithinTwo(LeaseStore store, SessionId session) {
        LeaseStoreException first = (LeaseStoreException) failure("the heartbeat", store.heartbeat(session));
        return first.getMessage().contains("25006")
                ? first
                : (LeaseStoreException) failure("the heartbeat", store.heartbeat(session));
    }

    private LeaseStoreException prepareFailure(String uri) {
        return (LeaseStoreException)
                failure("prepare", stores.store(uri, Duration.ofSeconds(2)).prepare());
    }

    private Future<RowSet<Row>> query(String sql) {
        return dedicated(Duration.ofSeconds(3)).query("a statement", sql, Tuple.tuple());
    }

    private DedicatedConnection dedicated(Duration timeout) {
        return stores.dedicated(stores.uri(), timeout);
    }
}
