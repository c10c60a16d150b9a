// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.freshSession;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.FenceAheadException;
import io.github.elector.lease.TermId;
import io.github.elector.testing.PausedTerm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fence for data in a database the elector does not use; the same on every database. */
abstract class FenceTableContract {
    private static final String CREDIT = "UPDATE %s.accounts SET balance = balance + 5 WHERE id = 1 AND {fence}";

    final FenceGround ground = ground();
    final FenceTable fences = ground.fences();
    private final Pool pool = ground.pool();
    private final TermId earlier = new TermId(BILLING, 100, freshSession());
    private final TermId later = new TermId(BILLING, 200, freshSession());

    abstract FenceGround ground();

    @BeforeEach
    void makeTables() {
        // Many do so when an application starts.
        await(
                "the table of fences, twice at once",
                Future.all(fences.create(ground.administrator()), fences.create(ground.administrator())));
        ground.grant("%s.leader_fences");
        ground.execute("CREATE TABLE %s.accounts (id bigint PRIMARY KEY, balance bigint NOT NULL)");
        ground.execute("INSERT INTO %s.accounts VALUES (1, 10)");
        ground.grant("%s.accounts");
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void gateRaisesTheFenceAndOnlyThatTermWritesFromThenOn() {
        await("the gate", fences.gate(pool).open(earlier));
        assertThat(await("a write", credit(earlier)).rows()).isEqualTo(1);

        await("the gate of the next", fences.gate(pool).open(later));

        assertThat(failure("a write of the earlier", credit(earlier))).isInstanceOf(FenceRefusedException.class);
        assertThat(await("a write of the later", credit(later)).rows()).isEqualTo(1);
        assertThat(balance()).isEqualTo(20);
    }

    @Test
    void gateThatIsOpenedAgainForTheSameTermIsOpen() {
        await("the gate", fences.gate(pool).open(later));

        await("the same again", fences.gate(pool).open(later));
    }

    @Test
    void gateOfATermBelowTheFenceSaysHowFarAheadItIsAndLowersNothing() {
        await("the gate", fences.gate(pool).open(later));

        Throwable shut = failure("the gate of the earlier", fences.gate(pool).open(earlier));

        assertThat(shut)
                .isInstanceOfSatisfying(
                        FenceAheadException.class,
                        ahead -> assertThat(ahead.term()).isEqualTo(200));
        assertThat(await("a write of the later", credit(later)).rows()).isEqualTo(1);
    }

    @Test
    void gateOfAnEqualTermOfAnotherSessionIsShut() {
        await("the gate", fences.gate(pool).open(later));
        TermId twin = new TermId(BILLING, 200, freshSession());

        Throwable shut = failure("the gate of its twin", fences.gate(pool).open(twin));

        assertThat(shut)
                .isInstanceOfSatisfying(
                        FenceAheadException.class,
                        ahead -> assertThat(ahead.term()).isEqualTo(200));
        assertThat(failure("a write of the twin", credit(twin))).isInstanceOf(FenceRefusedException.class);
    }

    @Test
    void gateWaitsForAnOpenTransactionOfTheEarlierTerm() {
        await("the gate", fences.gate(pool).open(earlier));
        Promise<Void> end = Promise.promise();
        Promise<Void> inside = Promise.promise();
        Future<Void> transaction = fences.fence().inTransaction(pool, new PausedTerm(earlier), connection -> {
            inside.complete();
            return end.future();
        });
        await("the inside of the transaction", inside.future());

        Future<?> gate = fences.gate(ground.pool()).open(later);
        assertThat(await(
                                "a turn around the server",
                                ground.pool().query("SELECT 1").execute())
                        .size())
                .isEqualTo(1);
        assertThat(gate.isComplete()).isFalse();
        end.complete();

        await("the transaction", transaction);
        await("the gate", gate);
    }

    @Test
    void sittingLeaderThatFindsTheFenceAheadIsToldHowFar() {
        await("the gate", fences.gate(pool).open(later));
        PausedTerm sitting = new PausedTerm(earlier);

        failure("its write", fences.fence().write(pool, sitting, sql(CREDIT), Tuple.tuple()));

        assertThat(await("what its term failed with", sitting.failure().future()))
                .isInstanceOfSatisfying(
                        FenceAheadException.class,
                        ahead -> assertThat(ahead.term()).isEqualTo(200));
    }

    @Test
    void sittingLeaderWhoseRaiseTheOtherDatabaseForgotIsRefusedAndItsTermFails() {
        PausedTerm sitting = new PausedTerm(earlier);

        Throwable refusal = failure("its transaction", fences.fence().inTransaction(pool, sitting, connection -> {
            throw new AssertionError("called");
        }));

        assertThat(refusal).isInstanceOf(FenceRefusedException.class);
        assertThat(await("what its term failed with", sitting.failure().future()))
                .isInstanceOf(FenceRefusedException.class);
    }

    @Test
    void requestIsAdmittedUnlessOneOfALaterTermWas() {
        assertThat(admitted(earlier)).isTrue();
        assertThat(admitted(earlier)).isTrue();
        assertThat(admitted(later)).isTrue();

        assertThat(admitted(earlier)).isFalse();
        assertThat(admitted(new TermId(BILLING, 200, freshSession()))).isFalse();
    }

    @Test
    void requestThatMeetsALaterOneUnderWayWaitsForItAndIsRefused() {
        SqlConnection first = ground.connection();
        SqlConnection second = ground.connection();
        await("BEGIN", first.query("BEGIN").execute());
        await("BEGIN", second.query(ground.beginWithSnapshot()).execute());
        await("the later request", fences.admit(first, later));

        Future<Void> late = fences.admit(second, earlier);
        await("COMMIT", first.query("COMMIT").execute());

        assertThat(failure("the earlier request", late)).isNotNull();
        await("ROLLBACK", second.query("ROLLBACK").execute());
        assertThat(admitted(earlier)).isFalse();
    }

    @Test
    void requestWithATermNoElectorMakesIsRefusedAndShutsNobodyOut() {
        TermId absurd = new TermId(BILLING, Long.MAX_VALUE, freshSession());

        assertThat(failure("the request", fences.admit(pool, absurd)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ten years ahead");
        assertThat(admitted(earlier)).isTrue();
    }

    @Test
    void gateBelowATermNoElectorMakesSaysHowToRepairIt() {
        await("the gate", fences.gate(pool).open(earlier));
        ground.execute("UPDATE %s.leader_fences SET term = 9000000000000000000");

        Throwable shut = failure("the gate", fences.gate(pool).open(later));
        String repair = shut.getMessage().substring(shut.getMessage().indexOf("UPDATE"));
        ground.execute(repair);
        TermId next = new TermId(BILLING, System.currentTimeMillis() + 60_000, freshSession());

        assertThat(shut).isInstanceOf(IllegalStateException.class);
        await("the gate after the repair", fences.gate(pool).open(next));
    }

    @Test
    void requestWhoseTransactionIsRolledBackRaisedNothing() {
        SqlConnection service = ground.connection();
        await("BEGIN", service.query("BEGIN").execute());
        await("the request", fences.admit(service, later));
        await("ROLLBACK", service.query("ROLLBACK").execute());

        assertThat(admitted(earlier)).isTrue();
    }

    @Test
    void tableThatIsThereStaysAsItIs() {
        await("the gate", fences.gate(pool).open(earlier));

        await("the table again", fences.create(ground.administrator()));

        assertThat(await("a write", credit(earlier)).rows()).isEqualTo(1);
    }

    @Test
    void whereTheTableComesFromIsAFileInTheJar() {
        assertThat(getClass().getClassLoader().getResource(fences.schemaFile())).isNotNull();
    }

    private boolean admitted(TermId term) {
        Future<Boolean> answer = pool.withTransaction(connection -> fences.admit(connection, term))
                .transform(done -> done.failed() && !(done.cause() instanceof FenceRefusedException)
                        ? Future.failedFuture(done.cause())
                        : Future.succeededFuture(done.succeeded()));
        return await("a request", answer);
    }

    private Future<FencedWrite> credit(TermId term) {
        return fences.fence().write(pool, new PausedTerm(term), sql(CREDIT), Tuple.tuple());
    }

    private String sql(String text) {
        return ground.sql(text);
    }

    private long balance() {
        return ground.execute("SELECT balance FROM %s.accounts")
                .iterator()
                .next()
                .getLong(0);
    }
}
