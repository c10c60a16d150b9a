// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fence on MySQL and MariaDB, and what is special there. */
class MysqlFenceTest extends FenceContract {
    private static final String LIMITS = """
            SELECT CONCAT(@@wait_timeout, ' ', @@innodb_lock_wait_timeout, IF(@@autocommit, ' 1 ', ' 0 ')
                          /*M!100600 , ' ', @@max_statement_time, ' ', @@idle_transaction_timeout */)
            """;

    @Override
    FenceGround ground() {
        return new MysqlFenceGround();
    }

    /** The client's own commit, behind the one that asks for the savepoint, and what puts the limits back. */
    @Override
    int nobodyWaitsFor() {
        return 2;
    }

    @Test
    void limitsOfATransactionArePutBackBehindIt() {
        Pool pool = ground.pool();
        String before = limits(pool);

        String inside = await("a transaction", fence.inTransaction(pool, held(), MysqlFenceTest::limits));

        assertThat(inside).startsWith("3 3 0 ");
        assertThat(limits(pool)).isEqualTo(before).isNotEqualTo(inside);
    }

    @Test
    void limitsArePutBackAlsoBehindATransactionThatWasRefusedOrFailed() {
        Pool pool = ground.pool();
        String before = limits(pool);

        failure(
                "a transaction",
                fence.inTransaction(
                        pool,
                        held(),
                        connection -> connection.query("SELECT no_such_column").execute()));
        assertThat(limits(pool)).isEqualTo(before);

        await("the release", store.release(term));
        failure("one that is refused", fence.inTransaction(pool, held(), MysqlFenceTest::limits));
        assertThat(limits(pool)).isEqualTo(before);
    }

    /** It is ended, and whoever is given it in its last moment is told so. */
    @Test
    void connectionThatCannotBePutBackIsUsedByNobody() {
        Pool pool = ground.pool();
        String before = limits(pool);

        await(
                "a transaction",
                fence.inTransaction(
                        pool,
                        held(),
                        connection -> connection
                                .query("SET @elector_autocommit = 'neither'")
                                .execute()));

        assertThat(await("the next", pool.withConnection(MysqlFenceTest::limits).otherwise(before)))
                .isEqualTo(before);
    }

    @Test
    void poolThatDoesNotCommitByItselfStaysAsItIs() {
        Pool pool = ((MysqlFenceGround) ground).manualPool();
        String before = limits(pool);

        await(
                "a transaction",
                fence.inTransaction(
                        pool,
                        held(),
                        connection -> connection
                                .query("UPDATE accounts SET balance = 0")
                                .execute()));

        assertThat(balance(1)).isZero();
        assertThat(limits(pool)).isEqualTo(before).contains(" 0 ");
    }

    /** As InnoDB does it in a deadlock, and behind a wait that was too long if innodb_rollback_on_timeout is set. */
    @ParameterizedTest
    @ValueSource(strings = {"ROLLBACK", "COMMIT"})
    void whatComesBehindTheEndOfTheFencedTransactionIsNotCommitted(String end) {
        Pool pool = ground.pool();
        String before = limits(pool);

        Future<String> transaction = fence.inTransaction(
                pool,
                held(),
                connection -> connection
                        .query(end)
                        .execute()
                        .compose(ended -> connection
                                .query("UPDATE accounts SET balance = 0")
                                .execute())
                        .map("done"));

        assertThat(failure("the transaction", transaction))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not committed");
        assertThat(limits(pool)).isEqualTo(before).contains(" 1 ");
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void whatComesBehindAnEndThatTheClientKnowsOfIsNotCommittedEither() {
        Pool pool = ground.pool();
        String before = limits(pool);

        Future<String> transaction = fence.inTransaction(
                pool,
                held(),
                connection -> connection
                        .transaction()
                        .rollback()
                        .compose(ended -> connection
                                .query("UPDATE accounts SET balance = 0")
                                .execute())
                        .map("done"));

        assertThat(failure("the transaction", transaction)).isInstanceOf(IllegalStateException.class);
        assertThat(limits(pool)).isEqualTo(before);
        assertThat(balance(1)).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            UPDATE accounts SET balance = 0 WHERE id = 1 OR {fence}                       | OR
            UPDATE accounts SET balance = 0 WHERE id = 1 or id = 2 AND {fence}            | OR
            UPDATE accounts SET balance = 0 WHERE (id = 1 XOR ({fence}))                  | OR
            UPDATE accounts SET balance = 0 WHERE id = 1 AND '{fence}' <> ''              | string
            UPDATE accounts SET name = 'it''s {fence}' WHERE {fence}                      | string
            DELETE FROM accounts -- {fence}                                               | comment
            DELETE FROM accounts /* {fence} */                                            | comment
            INSERT INTO accounts VALUES (3, {fence})                                      | WHERE
            INSERT INTO accounts SELECT 3, 1 FROM (SELECT {fence}) AS fence               | WHERE
            INSERT INTO accounts VALUES (1, 2) ON DUPLICATE KEY UPDATE balance = {fence}  | WHERE
            DELETE FROM accounts WHERE {fence} RETURNING id                               | RETURNING
            SELECT * FROM accounts WHERE {fence} FOR UPDATE                               | INSERT, UPDATE or DELETE
            """)
    void statementThatWouldPassTheFenceIsRefusedBeforeItIsSent(String statement, String why) {
        assertThatThrownBy(() -> fence.write(client, held(), statement, Tuple.tuple()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the fenced statement")
                .hasMessageContaining(why);
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void statementsOfEveryKindPassAndAreRefused() {
        List<String> statements = List.of(
                "UPDATE accounts SET balance = 1 WHERE (id = 1 OR id = 3) AND {fence}",
                "UPDATE accounts SET balance = 'it''s' + '\\' OR ' WHERE ((id = 1) AND ({fence})) # OR",
                "DELETE FROM accounts WHERE {fence} AND {fence} ORDER BY id LIMIT 1",
                "REPLACE INTO accounts SELECT 1, 3 FROM DUAL WHERE {fence} -- OR",
                "INSERT INTO accounts SELECT 2, 5 FROM DUAL WHERE {fence} ON DUPLICATE KEY UPDATE balance = 6",
                "INSERT INTO accounts SELECT id + 10, balance FROM accounts WHERE {fence};");
        await(
                "no warnings of numbers",
                client.query("SET SESSION sql_mode = ''").execute());

        for (String statement : statements) {
            assertThat(written(statement, Tuple.tuple())).as(statement).isPositive();
        }
        String passed = accounts();
        await("the release", store.release(term));

        for (String statement : statements) {
            assertThat(failure(statement, fence.write(client, held(), statement, Tuple.tuple())))
                    .isInstanceOf(FenceRefusedException.class);
        }
        assertThat(accounts()).isEqualTo(passed);
    }

    private String accounts() {
        return ground.execute("SELECT GROUP_CONCAT(id, '=', balance ORDER BY id) FROM accounts")
                .iterator()
                .next()
                .getString(0);
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
        return connection
                .query(LIMITS)
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }
}
