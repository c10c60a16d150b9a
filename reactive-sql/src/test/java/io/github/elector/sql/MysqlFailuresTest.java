// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLConnectOptions;
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

    @ParameterizedTest
    @CsvSource({
        "1213, 40001, TIMED_OUT",
        "1205, HY000, TIMED_OUT",
        "3024, HY000, TIMED_OUT",
        "1062, 23000, REJECTED",
        "1049, 42000, WRONG_SCHEMA",
        "1143, 42000, NO_RIGHT",
        "1044, 42000, NO_RIGHT",
        "1227, 42000, NO_RIGHT",
        "1836, HY000, UNREACHABLE",
        "1040, 08004, UNREACHABLE",
        "1053, 08S01, UNREACHABLE",
        "1203, 42000, UNREACHABLE",
        "1158, 08S01, UNREACHABLE",
        "1043, 08S01, UNREACHABLE",
        "4031, HY000, UNREACHABLE",
    })
    void codeOfTheVendorSaysWhatKindItIs(int code, String state, Kind kind) {
        assertThat(new MysqlFailureCodes().kind(new MySQLException("told", code, state)))
                .isEqualTo(kind);
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
    void wrongPasswordIsNoRight() {
        String uri = stores.grantedUser("right");

        LeaseStoreException failure = prepareFailure(uri.replace(":right@", ":wrong@"));

        assertThat(failure.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(failure).hasMessageContaining("1045").hasMessageContaining("check user and password");
    }

    @Test
    void unknownUserIsNoRight() {
        assertThat(prepareFailure(stores.uri().replaceFirst("//[^@]*@", "//nobody:at@"))
                        .kind())
                .isEqualTo(Kind.NO_RIGHT);
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
    void tooManyConnectionsOfOneUserIsUnreachable() {
        String uri = stores.grantedUser("pw");
        stores.execute("ALTER USER '" + MysqlStores.user(uri) + "'@'%' WITH MAX_USER_CONNECTIONS 1");
        MySQLConnection only = await("the only connection", connect(uri));

        LeaseStoreException failure = prepareFailure(uri);
        await("its close", only.close());

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("1226");
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
    void connectionThatCannotBeSettledIsNotUsedAndDoesNotKeepItsPlace() {
        String uri = stores.grantedUser("pw");
        String user = "'" + MysqlStores.user(uri) + "'@'%'";
        stores.execute("ALTER USER " + user + " WITH MAX_QUERIES_PER_HOUR 1");
        MySQLConnection only = await("a connection", connect(uri));
        await("the only query", only.query("DO 1").execute());
        LeaseStore store = stores.store(uri);

        LeaseStoreException first = (LeaseStoreException) failure("prepare", store.prepare());
        LeaseStoreException second = (LeaseStoreException) failure("prepare", store.prepare());
        stores.execute("ALTER USER " + user + " WITH MAX_QUERIES_PER_HOUR 0");
        await("prepare", store.prepare());
        await("the close", only.close());

        // MySQL calls it what its tables call it.
        assertThat(first)
                .hasMessageContaining("1226")
                .hasMessageMatching("(?s).*(max_queries_per_hour|max_questions).*");
        assertThat(second).hasMessageContaining("1226");
    }

    @Test
    void rightThatIsTakenAwayIsNoRight() {
        String uri = stores.uri();
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);

        stores.execute("REVOKE UPDATE ON leader_sessions FROM '" + MysqlStores.user(uri) + "'@'%'");

        LeaseStoreException failure = (LeaseStoreException) failure("the heartbeat", store.heartbeat(session));
        assertThat(failure.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(failure).hasMessageContaining("1142").hasMessageContaining("grant SELECT, INSERT and UPDATE");
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
    void readOnlyServerIsUnreachableAndItsConnectionIsLeft() {
        LeaseStore store = stores.prepared();
        SessionId session = opened(store);
        await("the heartbeat", store.heartbeat(session));

        stores.server.execute("SET GLOBAL read_only = 1");
        LeaseStoreException failure;
        StoreAnswer.Looked looked;
        try {
            failure = (LeaseStoreException) failure("the heartbeat", store.heartbeat(session));
            looked = TestStores.looked(store, TestStores.BILLING);
        } finally {
            stores.server.execute("SET GLOBAL read_only = 0");
        }

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("1290").hasMessageContaining("the primary");
        // A look neither writes nor locks.
        assertThat(looked.leases()).hasSize(1);
        assertThat(await("the heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    /** The limit of a statement is in seconds on MariaDB; on MySQL it is in milliseconds and for a SELECT alone. */
    @Test
    void connectionsCarryTheSettingsTheStorePromises() {
        String differing = stores.isMariaDb()
                ? "@@tx_isolation, @@max_statement_time"
                : "@@transaction_isolation, @@max_execution_time";

        Row row = await(
                        "the settings",
                        dedicated(stores.uri(), Duration.ofSeconds(5))
                                .query("a statement", "SELECT " + differing + """
                        , @@autocommit, @@time_zone, @@sql_mode, @@unique_checks, @@sql_safe_updates,
                          @@innodb_lock_wait_timeout, @@lock_wait_timeout, @@character_set_connection
                        """, Tuple.tuple()))
                .iterator()
                .next();

        assertThat(row.deepToString())
                .isEqualTo("[READ-COMMITTED," + (stores.isMariaDb() ? "3.75" : "3750")
                        + ",1,+00:00,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,1,0,2,2,utf8mb4]");
    }

    /** MySQL waits for a second at least. */
    @Test
    void shortStoreTimeoutLetsNoLockWaitOutlastItWhereTheServerCanWaitThatShort() {
        String limits = stores.isMariaDb()
                ? "SELECT @@innodb_lock_wait_timeout, @@max_statement_time"
                : "SELECT @@innodb_lock_wait_timeout, @@max_execution_time";

        Row row = await(
                        "the settings",
                        dedicated(stores.uri(), Duration.ofMillis(900)).query("a statement", limits, Tuple.tuple()))
                .iterator()
                .next();

        assertThat(row.deepToString()).isEqualTo(stores.isMariaDb() ? "[0,0.675]" : "[1,675]");
    }

    private Future<MySQLConnection> connect(String uri) {
        return MySQLConnection.connect(stores.vertx, MySQLConnectOptions.fromUri(uri));
    }

    private LeaseStoreException prepareFailure(String uri) {
        return (LeaseStoreException) failure(
                "prepare",
                stores.store(uri, Duration.ofSeconds(2), MysqlStores.options()).prepare());
    }

    private Future<RowSet<Row>> query(String uri, String sql) {
        return dedicated(uri, Duration.ofSeconds(1)).query("a statement", sql, Tuple.tuple());
    }

    private DedicatedConnection dedicated(String uri, Duration timeout) {
        MysqlSettings settings = MysqlSettings.of(new StoreConfig(uri, new JsonObject(), "elector", timeout.toNanos()));
        return new DedicatedConnection(
                stores.vertx, settings, new SqlFailures(settings.target(), new MysqlFailureCodes()));
    }
}
