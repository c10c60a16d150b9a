// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

/** The fence on MySQL and MariaDB, and what is special there. */
class MysqlFenceTest extends FenceContract {
    private static final String LIMITS = "SELECT @@wait_timeout, @@innodb_lock_wait_timeout";

    @Override
    FenceGround ground() {
        return new MysqlFenceGround();
    }

    /** What puts the limits of the connection back. */
    @Override
    int nobodyWaitsFor() {
        return 1;
    }

    @Test
    void limitsOfATransactionArePutBackBehindIt() {
        Pool pool = ground.pool();
        String before = limits(pool);

        String inside = await("a transaction", fence.inTransaction(pool, held(), MysqlFenceTest::limits));

        assertThat(inside).isEqualTo("5 5");
        assertThat(limits(pool)).isEqualTo(before).isNotEqualTo(inside);
    }

    @Test
    void rowThatWasMatchedAndStaysAsItIsIsNoRefusalWhateverTheClientCounts() {
        String sql = sql("UPDATE %s.accounts SET balance = balance WHERE id = 1 AND {fence}");

        assertThat(rows("", sql)).isEqualTo(1);
        assertThat(rows("?useAffectedRows=true", sql)).isZero();
    }

    private long rows(String options, String sql) {
        MysqlFenceGround mysql = (MysqlFenceGround) ground;
        return await("the write", fence.write(mysql.poolWith(options), held(), sql, Tuple.tuple()))
                .rows();
    }

    private static String limits(Pool pool) {
        return await("the limits", pool.withConnection(MysqlFenceTest::limits));
    }

    private static Future<String> limits(SqlConnection connection) {
        return connection.query(LIMITS).execute().map(rows -> {
            Row row = rows.iterator().next();
            return row.getValue(0) + " " + row.getValue(1);
        });
    }
}
