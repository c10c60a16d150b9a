// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way of a fenced transaction to its server. */
class FencedTransactionTest {
    private final TestStores stores = new TestStores();
    private final TcpProxy proxy = stores.server.proxy();
    private final Pool pool = PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(PgConnectOptions.fromUri(PostgresServer.through(proxy, stores.uri())))
            .using(stores.vertx)
            .build();
    private final StringBuilder sent = new StringBuilder();
    private final Promise<Void> bothSent = Promise.promise();

    @AfterEach
    void close() {
        proxy.resume();
        await("the close of the pool", pool.close());
        stores.close();
        proxy.close();
    }

    @Test
    void checkFollowsTheBeginWithoutWaitingForItsAnswer() {
        Future<String> transaction = sentAndNotAnswered();

        proxy.resume();

        assertThat(failure("the transaction", transaction)).isInstanceOf(FenceRefusedException.class);
    }

    @Test
    void transactionThatDoesNotBeginIsNotWorkedIn() {
        Future<String> transaction = sentAndNotAnswered();

        proxy.cut();

        assertThat(failure("the transaction", transaction)).isInstanceOf(ClosedConnectionException.class);
    }

    private Future<String> sentAndNotAnswered() {
        await("a connection", pool.query("SELECT 1").execute());
        proxy.tapClients((connection, chunk, length) -> see(new String(chunk, 0, length, StandardCharsets.ISO_8859_1)));
        proxy.pauseToClient();
        Future<String> transaction = ofATermNobodyHas();
        await("BEGIN and the check", bothSent.future());
        assertThat(transaction.isComplete()).isFalse();
        return transaction;
    }

    private synchronized void see(String piece) {
        sent.append(piece);
        if (sent.indexOf("BEGIN") >= 0 && sent.indexOf("FOR SHARE") >= 0) {
            bothSent.tryComplete();
        }
    }

    private Future<String> ofATermNobodyHas() {
        SqlStoreOptions options = new SqlStoreOptions(TestStores.options(stores.schema));
        PostgresFence fence = PostgresFence.onLease(options.tables(TableNaming.POSTGRES));
        TermId term = new TermId(new ComponentName("billing"), 1, new SessionId("node~1"));
        return new FencedTransaction(fence, term, 20_000, Deadline.in(20_000))
                .run(pool, connection -> Future.failedFuture(new AssertionError("nobody leads")));
    }
}
