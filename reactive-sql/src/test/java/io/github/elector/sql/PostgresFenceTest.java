// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.TransactionRollbackException;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

/** The fence on PostgreSQL, and what is special there. */
class PostgresFenceTest extends FenceContract {
    @Override
    FenceGround ground() {
        return new PostgresFenceGround();
    }

    @Test
    void writeIsRefusedAfterTheSessionIsClosed() {
        await("the close of the session", store.closeSession(session));

        assertThat(failure("the write", credit(client))).isInstanceOf(FenceRefusedException.class);
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void percentAndBackslashOfTheStatementStayAsTheyAre() {
        assertThat(written("DELETE FROM %s.accounts WHERE id::text LIKE '%1$d\\%' AND {fence}", Tuple.tuple()))
                .isZero();
    }

    @Test
    void failureThatTheWorkSwallowsIsStillNoCommit() {
        Future<String> transaction = fence.inTransaction(
                ground.pool(),
                held(),
                connection -> connection
                        .query("SELECT no_such_column")
                        .execute()
                        .transform(swallowed -> Future.succeededFuture("done")));

        assertThat(failure("the transaction", transaction)).isInstanceOf(TransactionRollbackException.class);
    }

    @Test
    void limitsOfATransactionEndWithIt() {
        Pool pool = ground.pool();
        String before = limit(pool);

        String inside = await("a transaction", fence.inTransaction(pool, held(), PostgresFenceTest::limit));

        assertThat(inside).isEqualTo("5s");
        assertThat(limit(pool)).isEqualTo(before).isNotEqualTo(inside);
    }

    private static String limit(Pool pool) {
        return await("the limit", pool.withConnection(PostgresFenceTest::limit));
    }

    private static Future<String> limit(SqlConnection connection) {
        return connection
                .query("SHOW statement_timeout")
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }
}
