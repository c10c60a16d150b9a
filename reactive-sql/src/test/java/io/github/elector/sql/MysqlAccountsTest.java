// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.elector.lease.SessionId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users who may not do what the store wants, or not as often. */
class MysqlAccountsTest {
    private final MysqlStores stores = new MysqlStores();

    @AfterEach
    void close() {
        stores.close();
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
    void tooManyConnectionsOfOneUserIsUnreachable() {
        String uri = stores.grantedUser("pw");
        stores.execute("ALTER USER " + account(uri) + " WITH MAX_USER_CONNECTIONS 1");
        MySQLConnection only = await("the only connection", connect(uri));

        LeaseStoreException failure = prepareFailure(uri);
        await("its close", only.close());

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("1226");
    }

    @Test
    void connectionThatCannotBeSettledIsNotUsedAndDoesNotKeepItsPlace() {
        String uri = stores.grantedUser("pw");
        String user = account(uri);
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
        String uri = stores.grantedUser("pw");
        LeaseStore store = stores.prepared(stores.store(uri));
        SessionId session = opened(store);

        stores.execute("REVOKE UPDATE ON leader_sessions FROM " + account(uri));

        LeaseStoreException failure = (LeaseStoreException) failure("the heartbeat", store.heartbeat(session));
        assertThat(failure.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(failure).hasMessageContaining("1142").hasMessageContaining("grant SELECT, INSERT and UPDATE");
    }

    @Test
    void databaseTheUserHasNoRightOnIsNoRight() {
        assertIsNoRight(prepareFailure(stores.server.freshUser("pw", stores.database)), "1044");
    }

    @Test
    void columnTheUserHasNoRightOnIsNoRight() {
        String uri = stores.server.freshUser("pw", stores.database);
        stores.execute("GRANT SELECT (session_id) ON leader_sessions TO " + account(uri));

        assertIsNoRight(told(uri, "SELECT node FROM leader_sessions"), "1143");
    }

    @Test
    void whatOnlyAnAdministratorMayDoIsNoRight() {
        assertIsNoRight(told(stores.grantedUser("pw"), "SET GLOBAL max_connections = 10"), "1227");
    }

    @Test
    void lockedAccountIsNoRight() {
        String uri = stores.grantedUser("pw");
        stores.execute("ALTER USER " + account(uri) + " ACCOUNT LOCK");

        assertIsNoRight(prepareFailure(uri), stores.isMariaDb() ? "4151" : "3118");
    }

    /** MariaDB lets such a user in, to change the password and for nothing else. */
    @Test
    void passwordThatHasExpiredIsNoRight() {
        String uri = stores.grantedUser("pw");
        stores.execute("ALTER USER " + account(uri) + " PASSWORD EXPIRE");

        assertIsNoRight(prepareFailure(uri), stores.isMariaDb() ? "1820" : "1862");
    }

    /** It must be somebody on the server's machine, which MariaDB asks the operating system about. */
    @Test
    void userOfTheOperatingSystemFromElsewhereIsNoRight() {
        assumeTrue(stores.isMariaDb(), "MySQL needs a plugin for that");
        String uri = stores.grantedUser("pw");
        stores.execute("ALTER USER " + account(uri) + " IDENTIFIED VIA unix_socket");

        assertIsNoRight(prepareFailure(uri), "1698");
    }

    private static void assertIsNoRight(LeaseStoreException failure, String code) {
        assertThat(failure.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(failure).hasMessageContaining("[" + code + ", ");
    }

    private static String account(String uri) {
        return "'" + MysqlStores.user(uri) + "'@'%'";
    }

    private LeaseStoreException told(String uri, String sql) {
        return (LeaseStoreException) failure(
                sql,
                stores.dedicated(uri, TestStores.TIMEOUT)
                        .use("a statement", on -> on.query(sql).execute()));
    }

    private Future<MySQLConnection> connect(String uri) {
        return MySQLConnection.connect(stores.vertx, MySQLConnectOptions.fromUri(uri));
    }

    private LeaseStoreException prepareFailure(String uri) {
        return (LeaseStoreException) failure(
                "prepare",
                stores.store(uri, Duration.ofSeconds(3), MysqlStores.options()).prepare());
    }
}
