// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.elector.lease.SessionId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures of a real server, told apart by kind. */
class MysqlFailuresTest {
    private final MysqlStores stores = new MysqlStores();

    @AfterEach
    void close() {
        stores.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM no_such_table | WRONG_SCHEMA | 1146",
                "SELECT no_such_column FROM information_schema.tables | WRONG_SCHEMA | 1054",
                "SELECT nonsense( | REJECTED | 1064",
                "SELECT 9223372036854775807 + 1 | REJECTED | 1690",
                "KILL QUERY CONNECTION_ID() | TIMED_OUT | 1317",
            })
    void statementThatFailsIsToldByItsCode(String sql, Kind kind, String code) {
        // Whoever has no right on a table is not told that it is missing.
        LeaseStoreException failure =
                (LeaseStoreException) failure("the statement", query(stores.administratorUri(), sql));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("a statement on ").hasMessageContaining("[" + code + ", ");
    }

    /** As a condition: a sleep that is only selected ends without an error on MySQL. */
    @Test
    void statementThatTakesTooLongIsTimedOutByTheServerItself() {
        LeaseStoreException failure = (LeaseStoreException) failure(
                "the statement", query(stores.uri(), "SELECT 1 FROM information_schema.tables WHERE SLEEP(30)"));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining(stores.isMariaDb() ? "[1969, " : "[3024, ");
    }

    /** Without a server: these come of a network or of accounts a test has no way to make. */
    @ParameterizedTest
    @CsvSource({
        "1130, HY000, NO_RIGHT",
        "1129, HY000, UNREACHABLE",
        "1836, HY000, UNREACHABLE",
        "1158, 08S01, UNREACHABLE",
        "1043, 08S01, UNREACHABLE",
    })
    void codeOfTheVendorSaysWhatKindItIs(int code, String state, Kind kind) {
        assertThat(new MysqlFailureCodes().kind(new MySQLException("told", code, state)))
                .isEqualTo(kind);
    }

    /** MySQL takes it for an interruption of the statement and closes the connection behind it. */
    @Test
    void connectionThatIsKilledIsToldSoAndReplaced() {
        DedicatedConnection connection = stores.dedicated();

        LeaseStoreException failure =
                (LeaseStoreException) failure("the statement", run(connection, "KILL CONNECTION_ID()"));
        Future<RowSet<Row>> next = run(connection, "DO 1").recover(dying -> run(connection, "DO 1"));

        assertThat(failure.kind()).isEqualTo(stores.isMariaDb() ? Kind.UNREACHABLE : Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining(stores.isMariaDb() ? "[1927, " : "[1317, ");
        await("the next statement", next);
    }

    @Test
    void nextStatementAfterTheConnectionWasKilledFindsANewOne() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);
        await("the heartbeat", store.heartbeat(session));

        assertThat(stores.killConnections()).isPositive();

        assertThat(await("a heartbeat", store.heartbeat(session).recover(broken -> store.heartbeat(session))))
                .isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void unknownDatabaseIsWrongSchema() {
        LeaseStoreException failure = prepareFailure(stores.server.uri("no_such_db"));

        assertThat(failure.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(failure).hasMessageContaining("no_such_db");
    }

    @Test
    void nobodyListeningIsUnreachable() {
        assertThat(prepareFailure("mysql://root@127.0.0.1:1/db").kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void tooManyConnectionsIsUnreachable() {
        String uri = stores.grantedUser("pw");
        MySQLConnection administrator = stores.connection();
        Object usual = await(
                        "the limit",
                        administrator.query("SELECT @@global.max_connections").execute())
                .iterator()
                .next()
                .getValue(0);
        await("a limit", administrator.query("SET GLOBAL max_connections = 10").execute());

        // Each keeps what it gets, so that some get nothing, whoever else comes and goes on this server.
        List<Future<Void>> all = IntStream.range(0, 30)
                .mapToObj(i -> stores.store(uri, TestStores.TIMEOUT, MysqlStores.options())
                        .prepare())
                .toList();
        try {
            await("all there are", Future.join(all).otherwiseEmpty());
        } finally {
            await(
                    "the usual",
                    administrator.query("SET GLOBAL max_connections = " + usual).execute());
        }

        // Some of them lose the connection before they have read why.
        assertThat(all.stream().filter(Future::failed).map(Future::cause))
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                LeaseStoreException.class,
                                told -> assertThat(told.kind()).isEqualTo(Kind.UNREACHABLE)))
                .anySatisfy(failure -> assertThat(failure).hasMessageContaining("1040"));
    }

    @Test
    void tableThatIsDroppedUnderWayIsWrongSchema() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);
        await("the heartbeat", store.heartbeat(session));

        stores.execute("DROP TABLE leader_sessions");

        assertThat(((LeaseStoreException) failure("the heartbeat", store.heartbeat(session))).kind())
                .isEqualTo(Kind.WRONG_SCHEMA);
    }

    @Test
    void sessionThatIsThereAlreadyIsRejected() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);

        LeaseStoreException failure =
                (LeaseStoreException) failure("the opening", store.open(TestStores.opening(session)));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure).hasMessageContaining("[1062, ");
    }

    @Test
    void statementOnADatabaseThatIsGoneIsWrongSchema() {
        DedicatedConnection connection = stores.dedicated();
        await("the end of the database", run(connection, "DROP DATABASE " + stores.database));

        LeaseStoreException failure =
                (LeaseStoreException) failure("the statement", run(connection, "SELECT * FROM t"));
        stores.server.execute("CREATE DATABASE " + stores.database);

        assertThat(failure.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(failure).hasMessageContaining("[1046, ");
    }

    @Test
    void viewOnWhatIsNoLongerThereIsWrongSchema() {
        stores.execute("CREATE TABLE t (id int)");
        stores.execute("CREATE VIEW v AS SELECT * FROM t");
        stores.execute("DROP TABLE t");

        LeaseStoreException failure =
                (LeaseStoreException) failure("the statement", run(stores.dedicated(), "SELECT * FROM v"));

        assertThat(failure.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(failure).hasMessageContaining("[1356, ");
    }

    @Test
    void tableThatShouldBeAViewIsWrongSchema() {
        stores.execute("CREATE TABLE t (id int)");

        LeaseStoreException failure =
                (LeaseStoreException) failure("the statement", run(stores.dedicated(), "SHOW CREATE VIEW t"));

        assertThat(failure.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(failure).hasMessageContaining("[1347, ");
    }

    /** A table in memory, which is full when its limit is; a disk tells the same. */
    @Test
    void tableThatIsFullRejects() {
        DedicatedConnection connection = stores.dedicated();
        await("a limit", run(connection, "SET max_heap_table_size = 16384"));
        await("a table", run(connection, "CREATE TABLE t (filler char(250)) ENGINE = MEMORY"));

        LeaseStoreException failure = (LeaseStoreException) failure(
                "the statement", run(connection, "INSERT INTO t SELECT 'x' FROM information_schema.columns LIMIT 200"));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure).hasMessageContaining("[1114, ");
    }

    /** It is the store that refuses what a look on a server that takes no writes has read, and not that server. */
    @Test
    void lookNeitherWritesNorLocksBecauseAReadOnlyServerLetsItPass() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);

        stores.server.execute("SET GLOBAL read_only = 1");
        Throwable beat;
        Throwable look;
        try {
            beat = failure("the heartbeat", store.heartbeat(session));
            look = failure("the look", store.look(new LookRequest(List.of(TestStores.BILLING))));
        } finally {
            stores.server.execute("SET GLOBAL read_only = 0");
        }

        assertThat(beat).hasMessageContaining("1290").hasMessageContaining("the primary");
        assertThat(look)
                .hasMessageContaining("the server is read-only")
                .hasCauseInstanceOf(ReadOnlyServerException.class);
    }

    /** The limit of a statement is in seconds on MariaDB; on MySQL it is in milliseconds and for a SELECT alone. */
    @Test
    void connectionsCarryTheSettingsTheStorePromises() {
        String differing = stores.isMariaDb()
                ? "@@tx_isolation, @@max_statement_time"
                : "@@transaction_isolation, @@max_execution_time";

        Row row = await(
                        "the settings",
                        stores.dedicated(stores.uri(), Duration.ofSeconds(5))
                                .query("a statement", "SELECT " + differing + """
                        , @@autocommit, @@time_zone, @@sql_mode, @@unique_checks, @@sql_safe_updates,
                          @@innodb_lock_wait_timeout, @@lock_wait_timeout, @@character_set_connection
                        """, Tuple.tuple()))
                .iterator()
                .next();

        assertThat(row.deepToString())
                .isEqualTo("[READ-COMMITTED," + (stores.isMariaDb() ? "3.75" : "3750")
                        + ",1,+00:00,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,1,0,1,1,utf8mb4]");
    }

    /** MySQL waits for a second at least. */
    @Test
    void shortStoreTimeoutLetsNoLockWaitOutlastItWhereTheServerCanWaitThatShort() {
        String limits = stores.isMariaDb()
                ? "SELECT @@innodb_lock_wait_timeout, @@max_statement_time"
                : "SELECT @@innodb_lock_wait_timeout, @@max_execution_time";

        Row row = await(
                        "the settings",
                        stores.dedicated(stores.uri(), Duration.ofMillis(900))
                                .query("a statement", limits, Tuple.tuple()))
                .iterator()
                .next();

        assertThat(row.deepToString()).isEqualTo(stores.isMariaDb() ? "[0,0.675]" : "[1,675]");
    }

    /** MySQL sends away everybody who is no administrator. */
    @Test
    void serverThatIsOfflineIsUnreachable() {
        assumeFalse(stores.isMariaDb(), "MariaDB has no offline mode");
        LeaseStore store = stores.prepared(stores.store(stores.grantedUser("pw")));
        SessionId session = opened(store);
        await("a heartbeat", store.heartbeat(session));

        stores.server.execute("SET GLOBAL offline_mode = 1");
        LeaseStoreException first;
        LeaseStoreException second;
        try {
            first = (LeaseStoreException) failure("the heartbeat", store.heartbeat(session));
            second = (LeaseStoreException) failure("the next heartbeat", store.heartbeat(session));
        } finally {
            stores.server.execute("SET GLOBAL offline_mode = 0");
        }

        assertThat(first.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(second.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(second).hasMessageContaining("[3032, ");
    }

    private LeaseStoreException prepareFailure(String uri) {
        return (LeaseStoreException) failure(
                "prepare",
                stores.store(uri, Duration.ofSeconds(2), MysqlStores.options()).prepare());
    }

    private Future<RowSet<Row>> query(String uri, String sql) {
        return stores.dedicated(uri, Duration.ofSeconds(3)).query("a statement", sql, Tuple.tuple());
    }

    /** As text: not everything can be prepared. */
    private static Future<RowSet<Row>> run(DedicatedConnection connection, String sql) {
        return connection.use("a statement", on -> on.query(sql).execute());
    }
}
