// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.SEARCH;
import static io.github.elector.sql.TestStores.acquired;
import static io.github.elector.sql.TestStores.claim;
import static io.github.elector.sql.TestStores.freshSession;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.sql.TestStores.taken;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.TermOverException;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.PausedTerm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that take effect only while a term holds, in one statement and in a transaction; the same on every database. */
abstract class FenceContract {
    static final String CREDIT = "UPDATE %s.accounts SET balance = balance + $1 WHERE id = $2 AND {fence}";
    static final String PLAIN_CREDIT = "UPDATE %s.accounts SET balance = balance + 5 WHERE id = 1";

    final FenceGround ground = ground();
    final Fence fence = ground.fence();
    LeaseStore store;
    SessionId session;
    TermId term;
    SqlConnection client;

    abstract FenceGround ground();

    @BeforeEach
    void leadBilling() {
        store = ground.store();
        session = opened(store);
        term = granted(store, session, BILLING);
        ground.execute("CREATE TABLE %s.accounts (id bigint PRIMARY KEY, balance bigint NOT NULL)");
        ground.execute("INSERT INTO %s.accounts VALUES (1, 10), (2, 20)");
        ground.grant("%s.accounts");
        client = ground.connection();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void updatePassesWhileTheTermHolds() {
        assertThat(written(CREDIT, Tuple.of(5L, 1L))).isEqualTo(1);
        assertThat(balance(1)).isEqualTo(15);
    }

    @Test
    void insertAndDeletePassWhileTheTermHolds() {
        assertThat(written("INSERT INTO %s.accounts SELECT $1::bigint, $2::bigint WHERE {fence}", Tuple.of(3L, 30L)))
                .isEqualTo(1);
        assertThat(written("DELETE FROM %s.accounts WHERE id > $1 AND {fence};", Tuple.of(1L)))
                .isEqualTo(2);
        assertThat(written("DELETE FROM %s.accounts WHERE {fence}", Tuple.tuple()))
                .isEqualTo(1);
    }

    @Test
    void nothingMatchedIsNoRefusal() {
        assertThat(written(CREDIT, Tuple.of(5L, 99L))).isZero();
    }

    @Test
    void writeIsRefusedAfterATakeover() {
        taken(store, opened(store), term);

        assertRefused();
    }

    @Test
    void writeIsRefusedAfterTheRelease() {
        await("the release", store.release(term));

        assertRefused();
    }

    @Test
    void writeOfAnEarlierTermOfTheSameSessionIsRefused() {
        await("the release", store.release(term));
        taken(store, session, term);

        assertRefused();
    }

    /** Texts that name a term are kept. */
    @Test
    void statementThatWasWrittenForATermSpeaksForNoOther() {
        TermId first = term;
        assertPasses();
        await("the release", store.release(first));
        TermId second = taken(store, session, first);
        term = second;
        assertPasses();
        term = taken(store, opened(store), second);
        assertPasses();

        for (TermId earlier : List.of(first, second)) {
            term = earlier;
            assertThat(failure("the write", credit(client))).isInstanceOf(FenceRefusedException.class);
            assertThat(failure("the transaction", creditInTransaction())).isInstanceOf(FenceRefusedException.class);
        }

        assertThat(balance(1)).isEqualTo(40);
    }

    @Test
    void writeOfAnEqualTermOfAnotherSessionIsRefused() {
        term = new TermId(BILLING, term.number(), freshSession());

        assertRefused();
    }

    @Test
    void refusalNamesTheTermAndSaysWhatToDo() {
        await("the release", store.release(term));

        Throwable refusal = failure("the write", credit(client));

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        FenceRefusedException.class,
                        refused -> assertThat(refused.term()).isEqualTo(term))
                .isInstanceOf(TermOverException.class)
                .hasMessageContaining("component 'billing'")
                .hasMessageContaining("term " + term.number())
                .hasMessageContaining("stop this work");
    }

    @Test
    void statementWithoutMarkerIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> fence.write(client, held(), "DELETE FROM accounts", Tuple.tuple()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{fence}");
    }

    @Test
    void takeoverDoesNotPassAnOpenFencedWriteAndHeartbeatsDo() {
        await("BEGIN", client.query("BEGIN").execute());
        written(CREDIT, Tuple.of(5L, 1L));

        StoreAnswer.Acquired during = acquired(store, claim(store, freshSession(), term));
        StoreAnswer.Heartbeat heartbeat = await("the heartbeat", store.heartbeat(session));
        await("COMMIT", client.query("COMMIT").execute());
        StoreAnswer.Acquired after = acquired(store, claim(store, freshSession(), term));

        assertThat(during).isInstanceOf(StoreAnswer.Busy.class);
        assertThat(heartbeat).isInstanceOf(StoreAnswer.Beat.class);
        assertThat(after).isInstanceOf(StoreAnswer.Granted.class);
    }

    @Test
    void writeThatMeetsATakeoverUnderWayWaitsForItAndIsRefused() {
        SqlConnection takeover = takeoverUnderWay();

        Future<FencedWrite> write = credit(client);
        await("a heartbeat", store.heartbeat(session));
        await("COMMIT", takeover.query("COMMIT").execute());

        assertThat(failure("the write", write)).isInstanceOf(FenceRefusedException.class);
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void writeInATransactionThatStillSeesTheOldTermDoesNotPass() {
        await("BEGIN", client.query(ground.beginWithSnapshot()).execute());
        await(
                "a read",
                client.query(ground.sql("SELECT term FROM %s.leader_leases")).execute());
        taken(store, opened(store), term);

        assertThat(credit(client).transform(write -> Future.succeededFuture(write.failed())))
                .satisfies(failed -> assertThat(await("the write", failed)).isTrue());
        await("ROLLBACK", client.query("ROLLBACK").execute());
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void manyFencedWritersDoNotStandInEachOthersWay() {
        SqlConnection other = ground.connection();
        await("BEGIN", client.query("BEGIN").execute());
        written(CREDIT, Tuple.of(5L, 1L));

        FencedWrite second = await("the second write", fence.write(other, held(), sql(CREDIT), Tuple.of(7L, 2L)));

        assertThat(second.rows()).isEqualTo(1);
    }

    @Test
    void transactionIsCommittedWhileTheTermHolds() {
        String answer = await(
                "the transaction",
                fence.inTransaction(
                        ground.pool(),
                        held(),
                        connection -> connection
                                .query(sql(PLAIN_CREDIT))
                                .execute()
                                .compose(one ->
                                        connection.query(sql(PLAIN_CREDIT)).execute())
                                .map("done")));

        assertThat(answer).isEqualTo("done");
        assertThat(balance(1)).isEqualTo(20);
    }

    @Test
    void transactionOfATermThatIsOverIsRefusedAndItsWorkNotCalled() {
        await("the close of the session", store.closeSession(session));

        Throwable refusal = failure("the transaction", fence.inTransaction(ground.pool(), held(), connection -> {
            throw new AssertionError("called");
        }));

        assertThat(refusal).isInstanceOf(FenceRefusedException.class);
    }

    @Test
    void transactionWhoseWorkFailsIsRolledBackAndItsConnectionIsGoodForTheNext() {
        Pool pool = ground.pool();

        Throwable failed = failure(
                "the transaction",
                fence.inTransaction(
                        pool,
                        held(),
                        connection -> connection
                                .query(sql(PLAIN_CREDIT))
                                .execute()
                                .compose(done -> Future.failedFuture(new IllegalStateException("no")))));
        Throwable thrown = failure("the next", fence.inTransaction(pool, held(), connection -> {
            throw new IllegalStateException("thrown");
        }));
        await(
                "one more",
                fence.inTransaction(
                        pool,
                        held(),
                        connection -> connection.query(sql(PLAIN_CREDIT)).execute()));

        assertThat(failed).hasMessage("no");
        assertThat(thrown).hasMessage("thrown");
        assertThat(balance(1)).isEqualTo(15);
    }

    @Test
    void transactionWithAStatementThatFailsIsRolledBack() {
        Pool pool = ground.pool();

        Throwable failed = failure(
                "the transaction",
                fence.inTransaction(
                        pool,
                        held(),
                        connection -> connection
                                .query(sql(PLAIN_CREDIT))
                                .execute()
                                .compose(done -> connection
                                        .query("SELECT no_such_column")
                                        .execute())));

        assertThat(failed).isInstanceOf(DatabaseException.class).hasMessageContaining("no_such_column");
        assertThat(balance(1)).isEqualTo(10);
        assertThat(await("the next", fence.write(pool, held(), sql(CREDIT), Tuple.of(5L, 1L)))
                        .rows())
                .isEqualTo(1);
    }

    /** InnoDB rolls all of it back in a deadlock, the lock of the fence with it, and the next statement begins anew. */
    @Test
    void transactionThatADeadlockRolledBackIsNoCommitThoughItsWorkGoesOn() {
        ground.execute("INSERT INTO %s.accounts VALUES (3, 30)");
        SqlConnection rival = await("a rival", ground.administrator().getConnection());
        await("his patience", rival.query(ground.patientInDeadlocks()).execute());
        await("BEGIN", rival.query("BEGIN").execute());
        await("a row of his", rival.query(credit(2)).execute());
        await(
                "many more",
                rival.query(sql("INSERT INTO %s.accounts VALUES " + manyAccounts()))
                        .execute());
        Promise<Throwable> deadlock = Promise.promise();
        Promise<RowSet<Row>> passed = Promise.promise();

        Future<String> transaction = fence.inTransaction(
                ground.pool(),
                held(),
                connection -> connection
                        .query(credit(1))
                        .execute()
                        .compose(one -> {
                            Future<?> waiting = connection.query(credit(2)).execute();
                            rival.query(credit(1)).execute().onComplete(passed);
                            return waiting;
                        })
                        .transform(lost -> {
                            deadlock.complete(lost.cause());
                            return connection.query(credit(3)).execute();
                        })
                        .transform(swallowed -> Future.succeededFuture("done")));

        assertThat(failure("the transaction", transaction))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("component 'billing'")
                .hasMessageContaining("went on behind a failure")
                .hasMessageContaining("is not committed");
        assertThat(await("the deadlock", deadlock.future())).isInstanceOf(DatabaseException.class);
        await("what the rival waited for", passed.future());
        await("ROLLBACK", rival.query("ROLLBACK").execute());
        assertThat(balance(1)).isEqualTo(10);
        assertThat(balance(3)).isEqualTo(30);
    }

    private String credit(int account) {
        return sql("UPDATE %s.accounts SET balance = balance + 5 WHERE id = " + account);
    }

    private static String manyAccounts() {
        return IntStream.range(100, 150).mapToObj(id -> "(" + id + ", 0)").collect(Collectors.joining(", "));
    }

    @Test
    void transactionThatFindsNoConnectionFailsAfterTheLimit() {
        Pool pool = ground.pool();
        SqlConnection taken = await("the only connection", pool.getConnection());

        Throwable late = failure(
                "the transaction",
                fence.limitedTo(Duration.ofMillis(100))
                        .inTransaction(pool, held(), connection -> Future.failedFuture("called")));
        await("its return", taken.close());

        assertThat(late).isInstanceOf(TimeoutException.class).hasMessageContaining("want of a connection");
        String next =
                await("the next", fence.inTransaction(pool, held(), connection -> Future.succeededFuture("done")));
        assertThat(next).isEqualTo("done");
    }

    @Test
    void transactionThatIsCutOffAtItsBeginFailsAfterTheLimit() {
        TcpProxy line = ground.proxy();
        Pool pool = ground.pool(line);
        await("a connection", pool.query("SELECT 1").execute());
        line.pause();

        Throwable late = failureInASecond(pool, connection -> Future.failedFuture("called"));

        assertThat(late).isInstanceOf(TimeoutException.class).hasMessageContaining("is not committed");
    }

    @Test
    void transactionThatWaitedForAConnectionHasOnlyTheRestOfTheLimit() {
        TcpProxy line = ground.proxy();
        Pool pool = ground.pool(line);
        SqlConnection taken = await("the only connection", pool.getConnection());
        mostOfASecond(taken).onComplete(over -> {
            line.pause();
            taken.close();
        });

        Throwable late = failureInASecond(pool, connection -> Future.failedFuture("called"));

        assertThat(late).isInstanceOf(TimeoutException.class).hasMessageContaining("is not committed");
    }

    @Test
    void transactionThatIsLetInAfterTheLimitIsNotWorkedIn() {
        TcpProxy line = ground.proxy();
        Pool pool = ground.pool(line);
        await("a connection", pool.query("SELECT 1").execute());
        line.pause();
        AtomicInteger calls = new AtomicInteger();
        failureInASecond(pool, connection -> Future.succeededFuture(calls.incrementAndGet()));

        line.resume();

        await("the end of its connection", pool.query("SELECT 1").execute().otherwiseEmpty());
        assertThat(calls).hasValue(0);
    }

    @Test
    void transactionThatIsCutOffAtItsCommitFailsAfterTheLimitAndNobodyKnows() {
        TcpProxy line = ground.proxy();

        Throwable late = failureInASecond(
                ground.pool(line), connection -> mostOfASecond(connection).onComplete(over -> line.pause()));

        assertThat(late).isInstanceOf(TimeoutException.class).hasMessageContaining("nobody knows");
    }

    @Test
    void transactionThatIsCutOffAtItsRollbackFailsAfterTheLimitAsItsWorkDid() {
        TcpProxy line = ground.proxy();

        Throwable failed = failureInASecond(
                ground.pool(line),
                connection -> mostOfASecond(connection).compose(over -> {
                    line.pause();
                    return Future.failedFuture("the work's own");
                }));

        assertThat(failed).hasMessage("the work's own");
    }

    private Future<RowSet<Row>> mostOfASecond(SqlConnection connection) {
        return connection.query(sql("SELECT pg_sleep(0.7)")).execute();
    }

    /** With a limit of one second, however many answers it waits for. */
    private <T> Throwable failureInASecond(Pool pool, Function<SqlConnection, Future<T>> work) {
        long before = System.nanoTime();

        Throwable late = failure(
                "the transaction", fence.limitedTo(Duration.ofSeconds(1)).inTransaction(pool, held(), work));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_500));
        return late;
    }

    @Test
    void takeoverWaitsForATransactionAndHeartbeatsAndOtherComponentsDoNot() {
        TermId other = granted(store, session, SEARCH);
        Promise<Void> end = Promise.promise();
        Promise<Void> inside = Promise.promise();
        Future<Void> transaction = fence.inTransaction(ground.pool(), held(), connection -> {
            inside.complete();
            return end.future();
        });
        await("the inside of the transaction", inside.future());

        StoreAnswer.Acquired during = acquired(store, claim(store, freshSession(), term));
        StoreAnswer.Heartbeat heartbeat = await("the heartbeat", store.heartbeat(session));
        StoreAnswer.Acquired neighbour = acquired(store, claim(store, freshSession(), other));
        end.complete();
        await("the transaction", transaction);
        StoreAnswer.Acquired after = acquired(store, claim(store, freshSession(), term));

        assertThat(during).isInstanceOf(StoreAnswer.Busy.class);
        assertThat(heartbeat).isInstanceOf(StoreAnswer.Beat.class);
        assertThat(neighbour).isInstanceOf(StoreAnswer.Granted.class);
        assertThat(after).isInstanceOf(StoreAnswer.Granted.class);
    }

    @Test
    void transactionThatMeetsATakeoverUnderWayWaitsForItAndIsRefused() {
        assertRefusedBehindATakeover(ground.pool());
    }

    @Test
    void transactionOfAStricterIsolationIsRefusedAsWell() {
        assertRefusedBehindATakeover(ground.strictPool());
    }

    private void assertRefusedBehindATakeover(Pool pool) {
        await("a connection", pool.query("SELECT 1").execute());
        SqlConnection takeover = takeoverUnderWay();

        Future<Void> transaction =
                fence.inTransaction(pool, held(), connection -> Future.failedFuture("it was let in"));
        await("a heartbeat", store.heartbeat(session));
        await("COMMIT", takeover.query("COMMIT").execute());

        assertThat(failure("the transaction", transaction)).isInstanceOf(FenceRefusedException.class);
    }

    @Test
    void writeWhoseAnswerDoesNotComeFailsAfterTheLimit() {
        TcpProxy line = ground.proxy();
        Pool pool = ground.pool(line);
        await("a connection", pool.query("SELECT 1").execute());
        line.pause();

        Throwable late = failure(
                "the write",
                fence.limitedTo(Duration.ofMillis(100)).write(pool, held(), sql(CREDIT), Tuple.of(5L, 1L)));

        assertThat(late).isInstanceOf(TimeoutException.class);
    }

    @Test
    void writeThatWaitsForARowHoldsATakeoverOffForNoLongerThanTheLimit() {
        Pool pool = ground.pool();
        await("a limit", pool.query(ground.limitToASecond()).execute());
        SqlConnection elsewhere = ground.connection();
        await("BEGIN", elsewhere.query("BEGIN").execute());
        await("the lock of the row", elsewhere.query(sql(PLAIN_CREDIT)).execute());

        Future<FencedWrite> write = fence.limitedTo(Duration.ofSeconds(1))
                .write(pool, held(), sql("UPDATE %s.accounts SET balance = 0 WHERE {fence}"), Tuple.tuple());
        assertThat(failure("the write", write)).isNotNull();
        waitForTheLease();
        taken(store, opened(store), term);

        await("COMMIT", elsewhere.query("COMMIT").execute());
        assertThat(balance(1)).isEqualTo(15);
    }

    @Test
    void transactionOfTheStrictestIsolationHoldsOffNoHeartbeat() {
        Pool pool = ground.pool();
        await("the isolation", pool.query(ground.serializable()).execute());

        StoreAnswer.Heartbeat heartbeat = await(
                "the transaction",
                fence.inTransaction(
                        pool,
                        held(),
                        connection -> connection
                                .query(sql(PLAIN_CREDIT))
                                .execute()
                                .compose(done -> store.heartbeat(session))));

        assertThat(heartbeat).isInstanceOf(StoreAnswer.Beat.class);
        assertThat(balance(1)).isEqualTo(15);
    }

    @Test
    void transactionWhoseWorkEndsItItselfFailsAndItsConnectionIsGoodForTheNext() {
        Pool pool = ground.pool();

        Throwable early = failure(
                "the transaction",
                fence.inTransaction(
                        pool,
                        held(),
                        connection -> connection.transaction().rollback().map("done")));
        Throwable closed = failure(
                "the next",
                fence.inTransaction(
                        pool, held(), connection -> connection.close().map("done")));

        assertThat(early).isNotNull();
        assertThat(closed).isNotNull();
        await(
                "one more",
                fence.inTransaction(
                        pool,
                        held(),
                        connection -> connection.query(sql(PLAIN_CREDIT)).execute()));
        assertThat(balance(1)).isEqualTo(15);
    }

    @Test
    void workThatFailsByATimeoutOfItsOwnIsTakenAtItsWord() {
        Throwable failed = failure(
                "the transaction",
                fence.inTransaction(
                        ground.pool(),
                        held(),
                        connection -> Future.failedFuture(new TimeoutException("the mail was not sent"))));

        assertThat(failed).hasMessage("the mail was not sent");
    }

    @Test
    void transactionThatTakesTooLongIsEndedAndWhatComesLateOnItsConnectionIsNotWritten() {
        Promise<SqlConnection> inside = Promise.promise();
        Future<Void> transaction = fence.limitedTo(Duration.ofMillis(400))
                .inTransaction(
                        ground.pool(),
                        held(),
                        connection -> connection
                                .query(sql(PLAIN_CREDIT))
                                .execute()
                                .onSuccess(done -> inside.complete(connection))
                                .compose(done -> Promise.<Void>promise().future()));
        SqlConnection late = await("the inside of the transaction", inside.future());
        assertThat(acquired(store, claim(store, freshSession(), term))).isInstanceOf(StoreAnswer.Busy.class);

        Throwable ended = failure("the transaction", transaction);

        assertThat(ended).isInstanceOf(TimeoutException.class).hasMessageContaining("limit: 400 ms");
        assertThat(failure("a late statement", late.query(sql(PLAIN_CREDIT)).execute()))
                .isNotNull();
        waitForTheLease();
        assertThat(acquired(store, claim(store, freshSession(), term))).isInstanceOf(StoreAnswer.Granted.class);
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void leaderThatIsFrozenBetweenItsCheckAndItsCommitIsPassedAfterTheLimitAndCommitsNothing() {
        TcpProxy line = ground.proxy();
        Promise<Void> goOn = Promise.promise();
        Promise<Void> inside = Promise.promise();
        Future<Void> transaction = fence.limitedTo(Duration.ofSeconds(1))
                .inTransaction(
                        ground.pool(line),
                        held(),
                        connection -> connection
                                .query(sql(PLAIN_CREDIT))
                                .execute()
                                .compose(done -> {
                                    inside.complete();
                                    return goOn.future();
                                }));
        await("the inside of the transaction", inside.future());
        line.pause();
        goOn.complete();
        assertThat(acquired(store, claim(store, freshSession(), term))).isInstanceOf(StoreAnswer.Busy.class);

        waitForTheLease();
        taken(store, opened(store), term);
        line.resume();

        assertThat(failure("the transaction", transaction)).isNotNull();
        assertThat(balance(1)).isEqualTo(10);
    }

    @Test
    void writeCostsNoRoundTripMoreAndATransactionOne() {
        TcpProxy line = ground.proxy();
        AtomicInteger requests = new AtomicInteger();
        Pool pool = ground.pool(line);
        await("a connection", pool.query("SELECT 1").execute());
        line.tapClients((connection, chunk, length) -> requests.incrementAndGet());
        String plain = sql(CREDIT).replace("{fence}", "1 = 1");
        Function<SqlConnection, Future<RowSet<Row>>> credit =
                connection -> connection.query(sql(PLAIN_CREDIT)).execute();

        int write = requests(pool, requests, () -> pool.preparedQuery(plain).execute(Tuple.of(5L, 1L)));
        int fencedWrite = requests(pool, requests, () -> fence.write(pool, held(), sql(CREDIT), Tuple.of(5L, 1L)));
        int transaction = requests(pool, requests, () -> pool.withTransaction(credit));
        int fencedTransaction = requests(pool, requests, () -> fence.inTransaction(pool, held(), credit));

        assertThat(fencedWrite).isEqualTo(write);
        assertThat(transaction).isEqualTo(3);
        assertThat(fencedTransaction - nobodyWaitsFor()).isLessThanOrEqualTo(transaction + 1);
    }

    /** How many requests may follow a transaction without anybody waiting for the answer. */
    int nobodyWaitsFor() {
        return 0;
    }

    /** Of the second time: at the first, statements are prepared. */
    private static int requests(Pool pool, AtomicInteger requests, Supplier<Future<?>> act) {
        await("an act", act.get());
        await("what follows it on its connection", pool.query("SELECT 1").execute());
        int before = requests.get();
        await("the same act again", act.get());
        return requests.get() - before;
    }

    @Test
    void limitOfATransactionMustBeOneAnybodyCanWaitFor() {
        assertThatThrownBy(() -> fence.limitedTo(Duration.ofHours(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT2H")
                .hasMessageContaining("1 h");
        assertThatThrownBy(() -> fence.limitedTo(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    final PausedTerm held() {
        return new PausedTerm(term);
    }

    final Future<FencedWrite> credit(SqlConnection on) {
        return fence.write(on, held(), sql(CREDIT), Tuple.of(5L, 1L));
    }

    final long written(String sql, Tuple parameters) {
        return await("the write", fence.write(client, held(), sql(sql), parameters))
                .rows();
    }

    final long balance(int account) {
        return ground.execute("SELECT balance FROM %s.accounts WHERE id = " + account)
                .iterator()
                .next()
                .getLong(0);
    }

    final String sql(String template) {
        return ground.sql(template);
    }

    private void assertPasses() {
        assertThat(written(CREDIT, Tuple.of(5L, 1L))).isEqualTo(1);
        await("the transaction", creditInTransaction());
    }

    private void assertRefused() {
        assertThat(failure("the write", credit(client)))
                .isInstanceOfSatisfying(
                        FenceRefusedException.class,
                        refused -> assertThat(refused.term()).isEqualTo(term));
        assertThat(failure("the transaction", creditInTransaction())).isInstanceOf(FenceRefusedException.class);
        assertThat(balance(1)).isEqualTo(10);
    }

    private Future<?> creditInTransaction() {
        return fence.inTransaction(
                ground.pool(),
                held(),
                connection -> connection.query(sql(PLAIN_CREDIT)).execute());
    }

    /** For as long as it takes: what ends who holds it is the server. */
    final void waitForTheLease() {
        SqlConnection waiting = ground.connection();
        await("BEGIN", waiting.query("BEGIN").execute());
        await(
                "the lock",
                waiting.query(sql("SELECT term FROM %s.leader_leases FOR UPDATE"))
                        .execute());
        await("ROLLBACK", waiting.query("ROLLBACK").execute());
    }

    /** Has taken the row and is about to commit. */
    private SqlConnection takeoverUnderWay() {
        SqlConnection takeover = ground.connection();
        await("BEGIN", takeover.query("BEGIN").execute());
        await(
                "the takeover",
                takeover.query(sql("UPDATE %s.leader_leases SET holder = 'other~1', term = term + 1"))
                        .execute());
        return takeover;
    }
}
