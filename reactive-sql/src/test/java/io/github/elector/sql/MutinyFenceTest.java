// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.freshSession;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.mutiny.Bridge;
import io.github.elector.mutiny.MutinyTerm;
import io.github.elector.sql.mutiny.MutinyFence;
import io.github.elector.sql.mutiny.MutinyFenceTable;
import io.github.elector.store.LeaseStore;
import io.github.elector.testing.Await;
import io.github.elector.testing.PausedTerm;
import io.github.elector.testing.Tally;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fences for Mutiny write when somebody subscribes, as often as somebody does, and to the end. */
class MutinyFenceTest {
    private static final String CREDIT = "UPDATE %s.accounts SET balance = balance + $1 WHERE id = 1 AND {fence}";

    private final FenceGround ground = new PostgresFenceGround();
    private final MutinyFence fence = MutinyFence.of(ground.fence());
    private final Pool pool = ground.pool();
    private LeaseStore store;
    private MutinyTerm term;

    @BeforeEach
    void leadBilling() {
        store = ground.store();
        SessionId session = opened(store);
        term = MutinyTerm.of(new PausedTerm(granted(store, session, BILLING)));
        ground.execute("CREATE TABLE %s.accounts (id bigint PRIMARY KEY, balance bigint NOT NULL)");
        ground.execute("INSERT INTO %s.accounts VALUES (1, 10)");
        ground.grant("%s.accounts");
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void writeIsDoneOnceForEachSubscription() {
        Uni<FencedWrite> credit = fence.write(pool, term, ground.sql(CREDIT), Tuple.of(5L));
        assertThat(balance()).isEqualTo(10);

        assertThat(await("the write", credit).rows()).isEqualTo(1);
        assertThat(balance()).isEqualTo(15);
        assertThat(await("the write again", credit).rows()).isEqualTo(1);
        assertThat(balance()).isEqualTo(20);
    }

    @Test
    void writeOfATermThatIsOverIsRefused() {
        Uni<FencedWrite> credit = fence.write(pool, term, ground.sql(CREDIT), Tuple.of(5L));
        Await.await("the release", store.release(term.id()));

        assertThat(failure("the write", credit)).isInstanceOf(FenceRefusedException.class);
        assertThat(balance()).isEqualTo(10);
    }

    @Test
    void statementWithoutMarkerFailsTheUni() {
        Uni<FencedWrite> bare = fence.write(pool, term, "DELETE FROM accounts", Tuple.tuple());

        assertThat(failure("the write", bare))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{fence}");
    }

    @Test
    void transactionCommitsOnceForEachSubscription() {
        Uni<String> transaction =
                fence.inTransaction(pool, term, connection -> credit(connection).replaceWith("done"));
        assertThat(balance()).isEqualTo(10);

        assertThat(await("the transaction", transaction)).isEqualTo("done");
        assertThat(await("the transaction again", transaction)).isEqualTo("done");

        assertThat(balance()).isEqualTo(20);
    }

    @Test
    void transactionWhoseWorkFailsThrowsOrIsNoneIsRolledBack() {
        assertThat(failure(
                        "a failing work",
                        fence.inTransaction(
                                pool,
                                term,
                                connection -> credit(connection)
                                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("no"))))))
                .hasMessage("no");
        assertThat(failure("a work that throws", fence.inTransaction(pool, term, connection -> {
                    throw new IllegalStateException("thrown");
                })))
                .hasMessage("thrown");
        assertThat(failure("a work that is none", fence.inTransaction(pool, term, connection -> null)))
                .isInstanceOf(NullPointerException.class);

        assertThat(balance()).isEqualTo(10);
    }

    @Test
    void transactionThatNobodyListensToAnyMoreCommits() {
        Tally written = new Tally("the write");
        Promise<String> goOn = Promise.promise();
        Promise<String> last = Promise.promise();
        UniAssertSubscriber<String> gone = fence.inTransaction(
                        pool,
                        term,
                        connection -> credit(connection)
                                .invoke(written::hit)
                                .chain(() -> Bridge.uni(goOn::future))
                                .invoke(done -> last.complete(done)))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        written.awaitReached(1);

        gone.cancel();
        goOn.complete("done");

        Await.await("the end of the work", last.future());
        // The pool has one connection: whoever gets it next comes after the commit.
        Await.await("the next on the connection", pool.query("SELECT 1").execute());
        assertThat(balance()).isEqualTo(15);
        gone.assertNotTerminated();
    }

    @Test
    void limitIsTheFencesOwn() {
        Uni<Void> slow = fence.limitedTo(Duration.ofMillis(50))
                .inTransaction(pool, term, connection -> Uni.createFrom().nothing());

        assertThat(failure("a transaction that takes too long", slow))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("50 ms");
    }

    @Test
    void tableOfFencesDoesWhatTheTableDoes() {
        MutinyFenceTable fences = MutinyFenceTable.of(ground.fences());
        Uni<Void> create = fences.create(ground.administrator());
        await("the table", create);
        await("the table again", create);
        ground.grant("%s.leader_fences");
        TermId earlier = new TermId(BILLING, 100, freshSession());
        TermId later = new TermId(BILLING, 200, freshSession());

        Await.await("the gate", fences.gate(pool).open(earlier));
        String credit = ground.sql(CREDIT);
        MutinyTerm writer = MutinyTerm.of(new PausedTerm(earlier));
        assertThat(await("a write", fences.fence().write(pool, writer, credit, Tuple.of(5L)))
                        .rows())
                .isEqualTo(1);
        Uni<Void> admit = Bridge.uni(
                () -> pool.withTransaction(connection -> Bridge.future(() -> fences.admit(connection, later))));
        await("the admission of a later term", admit);

        assertThat(failure("a write of the earlier", fences.fence().write(pool, writer, credit, Tuple.of(5L))))
                .isInstanceOf(FenceRefusedException.class);
        assertThat(fences.schemaFile()).isEqualTo(ground.fences().schemaFile());
        assertThat(fences.limitedTo(Duration.ofSeconds(1)).fence()).isNotNull();
        assertThat(balance()).isEqualTo(15);
    }

    private Uni<Void> credit(SqlConnection connection) {
        return Bridge.uni(() -> connection
                .query(ground.sql("UPDATE %s.accounts SET balance = balance + 5 WHERE id = 1"))
                .execute()
                .mapEmpty());
    }

    private long balance() {
        return ground.execute("SELECT balance FROM %s.accounts WHERE id = 1")
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T await(String what, Uni<T> uni) {
        return Await.await(what, Bridge.future(() -> uni));
    }

    private static Throwable failure(String what, Uni<?> uni) {
        return Await.failure(what, Bridge.future(uni::replaceWithVoid));
    }
}
