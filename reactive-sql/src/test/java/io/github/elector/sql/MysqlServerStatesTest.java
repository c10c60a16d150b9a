// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.elector.lease.SessionId;
import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is shutting down or frozen, without room, or full of one user; it is one of its own. */
class MysqlServerStatesTest {
    private static EmbeddedMariaDbServer server;

    private MysqlStores stores;
    private LeaseStore store;
    private SessionId session;

    /** All its tables share a file that cannot grow. */
    @BeforeAll
    static void startServer() {
        server = new EmbeddedMariaDbServer(List.of(
                "--innodb-data-file-path=ibdata1:12M", "--innodb-file-per-table=0", "--max-user-connections=6"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        stores = new MysqlStores(server);
        store = stores.prepared(stores.store(stores.uri(), Duration.ofSeconds(2), MysqlStores.options()));
        session = opened(store);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** MariaDB closes without a word; what MySQL says first is in the next test. */
    @Test
    void serverThatIsShuttingDownIsUnreachableUntilItIsBack() {
        DedicatedConnection busy = stores.dedicated();
        await("a connection", run(busy, "DO 1"));
        Future<RowSet<Row>> underWay = run(busy, "DO SLEEP(4)");

        server.execute("SHUTDOWN");
        LeaseStoreException failure = (LeaseStoreException) failure("the statement", underWay);
        server.awaitEnd();
        LeaseStoreException down = (LeaseStoreException) failure("a heartbeat", store.heartbeat(session));
        server.start();

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(down.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(await("a heartbeat", store.heartbeat(session).recover(cut -> store.heartbeat(session))))
                .isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void mysqlThatIsShuttingDownSaysSo() {
        MysqlServer ours = ownMysql();
        try {
            DedicatedConnection busy = stores.dedicated(ours.uri(), TestStores.TIMEOUT);
            await("a connection", run(busy, "DO 1"));
            Future<RowSet<Row>> underWay =
                    run(busy, "SELECT 1 FROM information_schema.tables WHERE GET_LOCK('busy', 0) AND SLEEP(4)");
            await("the beginning of the statement", untilLocked(stores.dedicated(ours.uri(), TestStores.TIMEOUT)));

            ours.execute("SHUTDOWN");
            LeaseStoreException failure = (LeaseStoreException) failure("the statement", underWay);

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("[1053, ");
        } finally {
            ours.close();
        }
    }

    @Test
    void mysqlWhoseTablesAreReadOnlySaysSo() {
        MysqlServer ours = ownMysql();
        try {
            DedicatedConnection connection = stores.dedicated(TestDatabases.readOnlyIn(ours), TestStores.TIMEOUT);

            LeaseStoreException failure =
                    (LeaseStoreException) failure("the statement", run(connection, "CREATE TABLE t (id int)"));

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("[1836, ");
        } finally {
            ours.close();
        }
    }

    /** For what MariaDB does not say. */
    private static MysqlServer ownMysql() {
        MysqlServer ours = TestDatabases.ownMysqlContainer()
                .orElseGet(() -> abort("there is no MySQL of our own: give elector.test.databases=containers and an"
                        + " elector.test.mysql.image of MySQL"));
        String version = ours.execute("SELECT VERSION()").iterator().next().getString(0);
        if (version.contains("MariaDB")) {
            ours.close();
            abort("this image is of MariaDB");
        }
        return ours;
    }

    @Test
    void frozenServerTimesOutAndEverythingGoesOnWhenItIsThawed() {
        granted(store, session, BILLING);

        server.freeze();
        LeaseStoreException failure;
        LeaseStoreException again;
        try {
            failure = (LeaseStoreException) failure("the heartbeat", store.heartbeat(session));
            again = (LeaseStoreException) failure("the next heartbeat", store.heartbeat(session));
        } finally {
            server.thaw();
        }

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(again.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(await("a heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void fullDiskRejectsWhatNeedsRoomAndLeavesHeartbeatsAlone() {
        stores.execute("CREATE TABLE filler (id int AUTO_INCREMENT PRIMARY KEY, filler char(250) NOT NULL)");

        LeaseStoreException failure = (LeaseStoreException) failure(
                "the statement",
                run(stores.dedicated(), "INSERT INTO filler (filler) SELECT 'x' FROM seq_1_to_1000000"));
        StoreAnswer.Heartbeat heartbeat = await("a heartbeat", store.heartbeat(session));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure).hasMessageContaining("[1114, ");
        assertThat(heartbeat).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void moreConnectionsThanOneUserMayHaveAreUnreachable() {
        String uri = stores.grantedUser("pw");
        List<MySQLConnection> all = IntStream.range(0, 6)
                .mapToObj(i ->
                        await("a connection", MySQLConnection.connect(stores.vertx, MySQLConnectOptions.fromUri(uri))))
                .toList();

        LeaseStoreException failure =
                (LeaseStoreException) failure("prepare", stores.store(uri).prepare());
        all.forEach(each -> await("a close", each.close()));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("[1203, ");
    }

    /** Asks until the statement under way has its lock: to one that has not begun nothing is said. */
    private static Future<Void> untilLocked(DedicatedConnection connection) {
        return run(connection, "SELECT IS_USED_LOCK('busy')")
                .compose(rows -> rows.iterator().next().getValue(0) == null
                        ? untilLocked(connection)
                        : Future.succeededFuture());
    }

    private static Future<RowSet<Row>> run(DedicatedConnection connection, String sql) {
        return connection.use("a statement", on -> on.query(sql).execute());
    }
}
