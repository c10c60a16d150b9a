// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.sql.TestStores.taken;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        assertThat(failure("the transaction", transaction))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("went on behind a failure");
    }

    @Test
    void limitsOfATransactionEndWithIt() {
        Pool pool = ground.pool();
        String before = limit(pool);

        String inside = await("a transaction", fence.inTransaction(pool, held(), PostgresFenceTest::limit));

        assertThat(inside).isEqualTo("3s");
        assertThat(limit(pool)).isEqualTo(before).isNotEqualTo(inside);
    }

    @Test
    void limitsThatAreStricterStayAndThoseOfAWriteInAnOpenTransactionArePutBack() {
        Pool pool = ground.pool();
        await("a limit", pool.query("SET statement_timeout = '1500ms'").execute());
        await("a limit", client.query("SET lock_timeout = '30s'").execute());
        await("BEGIN", client.query("BEGIN").execute());
        written("UPDATE %s.accounts SET balance = 0 WHERE {fence}", Tuple.tuple());

        String inside = await("a transaction", fence.inTransaction(pool, held(), PostgresFenceTest::limit));
        Row after = await("the limits", client.query("""
                SELECT current_setting('lock_timeout'), coalesce(current_setting('transaction_timeout', true), '0')
                """).execute()).iterator().next();

        assertThat(inside).isEqualTo("1500ms");
        assertThat(after.getString(0)).isEqualTo("30s");
        assertThat(after.getString(1)).isEqualTo("0");
    }

    /** The server's timer is running by the time of the fence, and a shorter limit alone does not set it anew. */
    @Test
    void leaderThatIsFrozenIsPassedAlsoWhereTheServerWouldGiveItAMinute() {
        giveEachTransactionAMinute();

        leaderThatIsFrozenBetweenItsCheckAndItsCommitIsPassedAfterTheLimitAndCommitsNothing();
    }

    @Test
    void statementOfATransactionThatTakesTooLongIsEndedAlsoWhereTheServerWouldGiveItAMinute() {
        giveEachTransactionAMinute();

        Future<?> transaction = fence.limitedTo(Duration.ofSeconds(1))
                .inTransaction(
                        ground.pool(),
                        held(),
                        connection -> connection
                                .query(sql(PLAIN_CREDIT))
                                .execute()
                                .compose(done ->
                                        connection.query("SELECT pg_sleep(30)").execute()));
        assertThat(failure("the transaction", transaction)).isNotNull();

        waitForTheLease();
        taken(store, opened(store), term);
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void writeThatTakesTooLongIsEnded() {
        sinceTransactionsHaveATimeout();

        assertSlowWriteIsEnded();
    }

    @Test
    void writeThatTakesTooLongIsEndedAlsoWhereTheServerWouldGiveItAMinute() {
        giveEachTransactionAMinute();

        assertSlowWriteIsEnded();
    }

    private void assertSlowWriteIsEnded() {
        Future<FencedWrite> write = fence.limitedTo(Duration.ofSeconds(1))
                .write(
                        ground.pool(),
                        held(),
                        sql("UPDATE %s.accounts SET balance = 0 FROM pg_sleep(3) WHERE {fence}"),
                        Tuple.tuple());
        assertThat(failure("the write", write)).isNotNull();

        waitForTheLease();
        taken(store, opened(store), term);
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void timeoutOfTheTransactionThatAWriteIsPartOfIsPutBackAndInForce() {
        sinceTransactionsHaveATimeout();
        await("a limit", client.query("SET transaction_timeout = '2s'").execute());
        await("BEGIN", client.query("BEGIN").execute());

        await("the write", fence.limitedTo(Duration.ofSeconds(1)).write(client, held(), sql(CREDIT), Tuple.of(5L, 1L)));
        String after = await(
                        "the limit", client.query("SHOW transaction_timeout").execute())
                .iterator()
                .next()
                .getString(0);
        await(
                "longer than the limit of the fence",
                client.query("SELECT pg_sleep(1.3)").execute());
        Throwable ended = failure(
                "longer than its own", client.query("SELECT pg_sleep(4)").execute());

        assertThat(after).isEqualTo("2s");
        assertThat(ended).isNotNull();
    }

    private void giveEachTransactionAMinute() {
        sinceTransactionsHaveATimeout();
        ((PostgresFenceGround) ground).set("transaction_timeout", "60s");
    }

    private void sinceTransactionsHaveATimeout() {
        int version = Integer.parseInt(
                ground.execute("SHOW server_version_num").iterator().next().getString(0));
        assumeTrue(version >= 170_000, "transaction_timeout came with PostgreSQL 17, and this one is " + version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE %s.accounts SET balance = 0 WHERE id = 1 OR {fence}",
                "UPDATE %s.accounts SET balance = 0 WHERE id = 1 OR id = 2 AND {fence}",
                "UPDATE %s.accounts SET balance = 0 WHERE id = 1 AND '{fence}' <> ''",
                "DELETE FROM %s.accounts -- {fence}",
                "INSERT INTO %s.accounts SELECT 3, 30 FROM (SELECT {fence}) AS fence",
                "INSERT INTO %s.accounts VALUES (3, 0) ON CONFLICT (id) DO UPDATE SET balance = 0 WHERE {fence}"
            })
    void statementThatWouldWriteWithoutTheFenceWritesNothing(String statement) {
        await("the release", store.release(term));

        Throwable refusal = failure("the write", fence.write(client, held(), sql(statement), Tuple.tuple()));

        assertThat(refusal)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{fence} does not stand before everything it writes");
        assertThat(ground.execute("SELECT sum(balance)::bigint, count(*) FROM %s.accounts")
                        .iterator()
                        .next()
                        .deepToString())
                .isEqualTo("[30,2]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid input syntax for type integer: \"not fenced\"",
                "ungültige Eingabesyntax für Typ integer: »not fenced«",
                "syntaxe en entrée invalide pour le type integer : « not fenced »"
            })
    void writePastTheFenceIsKnownInTheLanguageOfTheServer(String message) {
        assertThat(PostgresFence.isUnfenced(new PgException(message, "ERROR", "22P02", null)))
                .isTrue();
        assertThat(PostgresFence.isUnfenced(new PgException(message, "ERROR", "22P03", null)))
                .isFalse();
    }

    @Test
    void castOfTheStatementsOwnThatFailsIsNoWritePastTheFence() {
        Throwable failed = failure(
                "the write",
                fence.write(
                        client, held(), sql("DELETE FROM %s.accounts WHERE id = 'x'::int AND {fence}"), Tuple.tuple()));

        assertThat(failed).isInstanceOf(PgException.class).hasMessageContaining("\"x\"");
    }

    @Test
    void parameterThatIsMissingIsNotTakenFromTheFence() {
        ground.execute("CREATE TABLE %s.notes (note text)");
        ground.grant("%s.notes");
        String insert = sql("INSERT INTO %s.notes SELECT $1::text WHERE {fence}");

        failure("the write", fence.write(client, held(), insert, Tuple.tuple()));

        assertThat(ground.execute("SELECT * FROM %s.notes")).isEmpty();
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
