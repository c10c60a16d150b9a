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
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Failures of a transaction and of a connection that is idle. The store's own statements run into few of them, since each
 * is a transaction of its own, but other databases that speak this protocol, poolers and fenced writes do.
 *
 * <p>Where the server ends the session, the client never tells its last word, the code.
 */
class PostgresTransactionFailuresTest {
    private final TestStores stores = new TestStores();
    private final TcpProxy proxy = stores.server.proxy();
    private final DedicatedConnection connection =
            stores.dedicated(PostgresServer.through(proxy, stores.server.uri()), TestStores.TIMEOUT);

    @BeforeEach
    void twoRows() {
        stores.execute("CREATE TABLE %s.t (id int PRIMARY KEY, n int)");
        stores.execute("INSERT INTO %s.t VALUES (1, 0), (2, 0)");
    }

    @AfterEach
    void close() {
        proxy.resume();
        await("the close", connection.close());
        stores.close();
        proxy.close();
    }

    @Test
    void transactionThatLostAgainstAnotherIsTimedOut() {
        run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM %s.t");
        stores.execute("UPDATE %s.t SET n = 1");

        LeaseStoreException failure = told("UPDATE %s.t SET n = 2");

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("[40001]");
    }

    @Test
    void deadlockIsTimedOut() {
        run("SET lock_timeout = 0; SET deadlock_timeout = '50ms'; BEGIN; UPDATE %s.t SET n = 1 WHERE id = 1");
        PgConnection other = stores.transaction("UPDATE %s.t SET n = 2 WHERE id = 2");
        // The other does not look for deadlocks itself.
        await("SET", other.query("SET deadlock_timeout = '1h'").execute());
        Future<RowSet<Row>> waits = other.query("UPDATE " + stores.schema + ".t SET n = 2 WHERE id = 1")
                .execute();

        LeaseStoreException failure = told("UPDATE %s.t SET n = 1 WHERE id = 2");
        run("ROLLBACK");
        await("the other", waits);

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("[40P01]");
    }

    @Test
    void statementAfterOneThatFailedInTheSameTransactionIsRejected() {
        run("BEGIN");
        told("SELECT 1 / 0");

        LeaseStoreException failure = told("SELECT 1");

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure).hasMessageContaining("[25P02]");
    }

    @Test
    void transactionThatTakesTooLongIsUnreachableAndReplaced() {
        int version = Integer.parseInt(
                stores.execute("SHOW server_version_num").iterator().next().getString(0));
        assumeTrue(version >= 170_000, "transaction_timeout came with PostgreSQL 17, and this one is " + version);
        run("SET transaction_timeout = '100ms'; BEGIN");

        LeaseStoreException failure = told("SELECT pg_sleep(4)");

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        run("SELECT 1");
    }

    @Test
    void transactionThatIsIdleForTooLongIsUnreachableAndReplaced() {
        LeaseStoreException failure = toldAfter("SET idle_in_transaction_session_timeout = '500ms'; BEGIN");

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        run("SELECT 1");
    }

    @Test
    void connectionThatIsIdleForTooLongIsUnreachableAndReplaced() {
        LeaseStoreException failure = toldAfter("SET idle_session_timeout = '500ms'");

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        run("SELECT 1");
    }

    /**
     * What a statement is told that is under way when the server ends the session for being idle: the network holds both
     * until then.
     */
    private LeaseStoreException toldAfter(String settings) {
        run("SELECT pg_advisory_lock(hashtext('%s')); " + settings);
        proxy.pause();
        Future<RowSet<Row>> underWay = ask("SELECT 1");
        // Granted when the session is gone.
        stores.execute("SELECT pg_advisory_lock(hashtext('%s'))");
        proxy.resume();
        return (LeaseStoreException) failure("the statement", underWay);
    }

    private LeaseStoreException told(String sql) {
        return (LeaseStoreException) failure(sql, ask(sql));
    }

    private void run(String sql) {
        await(sql, ask(sql));
    }

    private Future<RowSet<Row>> ask(String sql) {
        return connection.use(
                "a statement", on -> on.query(sql.replace("%s", stores.schema)).execute());
    }
}
