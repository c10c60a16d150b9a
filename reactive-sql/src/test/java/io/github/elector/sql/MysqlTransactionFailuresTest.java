// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failures of a transaction and of a connection that is idle. */
class MysqlTransactionFailuresTest {
    private final MysqlStores stores = new MysqlStores();
    private final TcpProxy proxy = stores.server.proxy();
    private final DedicatedConnection connection =
            stores.dedicated(PostgresServer.through(proxy, stores.administratorUri()), TestStores.TIMEOUT);

    @BeforeEach
    void rows() {
        stores.execute("CREATE TABLE t (id int PRIMARY KEY, n int)");
        stores.execute("INSERT INTO t VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)");
    }

    @AfterEach
    void close() {
        proxy.resume();
        await("the close", connection.close());
        stores.close();
        proxy.close();
    }

    /** The server rolls back whoever has changed less. */
    @Test
    void deadlockIsTimedOutAndLeavesTheRowsToTheOther() {
        MySQLConnection other = stores.transaction("UPDATE t SET n = 2 WHERE id > 1");
        run("BEGIN");
        run("UPDATE t SET n = 1 WHERE id = 1");
        Future<RowSet<Row>> waits =
                other.query("UPDATE t SET n = 2 WHERE id = 1").execute();

        LeaseStoreException failure = told("UPDATE t SET n = 1 WHERE id = 2");
        await("the other", waits);

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("[1213, ");
    }

    @Test
    void lockThatIsNotWaitedForIsTimedOut() {
        stores.transaction("UPDATE t SET n = 2 WHERE id = 1");

        LeaseStoreException failure = told("SELECT * FROM t WHERE id = 1 FOR UPDATE NOWAIT");

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining(stores.isMariaDb() ? "[1205, " : "[3572, ");
    }

    @Test
    void transactionThatLostAgainstAnotherIsTimedOut() {
        assumeTrue(
                stores.execute("SHOW VARIABLES LIKE 'innodb_snapshot_isolation'")
                                .size()
                        > 0,
                "this server has no innodb_snapshot_isolation");
        run("SET innodb_snapshot_isolation = 1, tx_isolation = 'REPEATABLE-READ'");
        run("BEGIN");
        run("SELECT * FROM t");
        stores.execute("UPDATE t SET n = 1");

        LeaseStoreException failure = told("UPDATE t SET n = 2");

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("[1020, ");
    }

    @Test
    void writeInAReadOnlyTransactionIsUnreachable() {
        run("START TRANSACTION READ ONLY");

        LeaseStoreException failure = told("UPDATE t SET n = 2");

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("[1792, ");
    }

    /** MySQL says why; MariaDB closes without a word. The network holds the statement and the answer until then. */
    @Test
    void connectionThatIsIdleForTooLongIsUnreachableAndReplaced() {
        run("SET wait_timeout = 1");
        run("SELECT GET_LOCK('" + stores.database + "', 0)");
        proxy.pause();
        Future<RowSet<Row>> underWay = ask("DO 1");
        // Granted when the session is gone.
        stores.execute("SELECT GET_LOCK('" + stores.database + "', 20)");
        proxy.resume();
        LeaseStoreException failure = (LeaseStoreException) failure("the statement", underWay);

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.getMessage().contains("[4031, ")).isNotEqualTo(stores.isMariaDb());
        run("DO 1");
    }

    private LeaseStoreException told(String sql) {
        return (LeaseStoreException) failure(sql, ask(sql));
    }

    private void run(String sql) {
        await(sql, ask(sql));
    }

    private Future<RowSet<Row>> ask(String sql) {
        return connection.use("a statement", on -> on.query(sql).execute());
    }
}
