// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.PausedTerm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leaders elected on PostgreSQL that write behind fences there and on MariaDB or MySQL, from end to end. */
class FencedElectionTest {
    private static final String BILLING = "billing";
    private static final String INSERT = "INSERT INTO audit (entry) SELECT ? FROM DUAL WHERE {fence}";

    private final TestStores leases = new TestStores();
    private final MysqlStores data = new MysqlStores();
    private final Vertx anotherProcess = Vertx.vertx();
    private final FenceTable fences = FenceTable.mysql(data.database + ".leader_fences");
    private Pool pool;

    @BeforeEach
    void makeTables() {
        pool = pool(data.uri());
        await("the table of fences", fences.create(pool(data.administratorUri())));
        data.execute("CREATE TABLE audit (entry varchar(100) NOT NULL)");
        for (String table : List.of("leader_fences", "audit")) {
            data.execute("GRANT SELECT, INSERT, UPDATE ON " + data.database + "." + table + " TO '"
                    + MysqlStores.user(data.uri()) + "'@'%'");
        }
    }

    @AfterEach
    void close() {
        await("the end of Vert.x", anotherProcess.close());
        leases.close();
        data.close();
    }

    @Test
    void successorRaisesTheFenceOfAnotherDatabaseBeforeItLeadsAndItsPredecessorWritesNoMore() {
        Notices first = Notices.about(BILLING, leases.vertx);
        Notices second = Notices.about(BILLING, anotherProcess);
        Elector leader = await("the start", start(leases.vertx, "replica-1", fences));
        first.await(NoticeType.ELECTED);
        Term before = leader.term().orElseThrow();
        assertThat(written(before)).isEqualTo(1);
        Elector standby = await("the second start", start(anotherProcess, "replica-2", fences));

        await("the resignation", leader.resign(Duration.ofMinutes(1)));
        second.await(NoticeType.ELECTED);
        Term after = standby.term().orElseThrow();

        Future<FencedWrite> late = fences.fence().write(pool, new PausedTerm(before.id()), INSERT, Tuple.of("late"));
        assertThat(failure("a write of the predecessor", late)).isInstanceOf(FenceRefusedException.class);
        assertThat(written(after)).isEqualTo(1);
    }

    @Test
    void leaderThatFindsTheFenceAheadLeadsAboveIt() {
        Notices notices = Notices.about(BILLING, leases.vertx);
        Elector elector = await("the start", start(leases.vertx, "replica-1", fences));
        notices.await(NoticeType.ELECTED);
        Term before = elector.term().orElseThrow();
        TermId ahead = new TermId(before.id().component(), before.number() + 1_000_000, new SessionId("other~1"));
        await("somebody raises it", fences.gate(pool).open(ahead));

        failure("a write", fences.fence().write(pool, before, INSERT, Tuple.of("below")));

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("fence-ahead");
        notices.await(NoticeType.ELECTED);
        Term after = elector.term().orElseThrow();
        assertThat(after.number()).isGreaterThan(ahead.number());
        assertThat(written(after)).isEqualTo(1);
    }

    @Test
    void leaderThatResignsDuringAFencedTransactionHandsOverBehindIt() {
        Pool own = PgBuilder.pool()
                .connectingTo(PgConnectOptions.fromUri(leases.uri()))
                .using(leases.vertx)
                .build();
        Fence fence = Fence.postgres(new SqlStoreOptions(TestStores.options(leases.schema)));
        Notices first = Notices.about(BILLING, leases.vertx);
        Notices second = Notices.about(BILLING, anotherProcess);
        Elector leader = await("the start", start(leases.vertx, "replica-1", null));
        first.await(NoticeType.ELECTED);
        Term term = leader.term().orElseThrow();
        await("the second start", start(anotherProcess, "replica-2", null));
        Promise<Void> inside = Promise.promise();
        Promise<String> end = Promise.promise();
        Future<String> transaction = fence.inTransaction(own, term, connection -> {
            inside.complete();
            return end.future();
        });
        await("the inside of the transaction", inside.future());

        Future<Void> resigned = leader.resign(Duration.ofMinutes(1));
        first.await(NoticeType.REVOKED);
        assertThat(second.all(NoticeType.ELECTED)).isEmpty();
        end.complete("committed");

        assertThat(await("the transaction", transaction)).isEqualTo("committed");
        await("the resignation", resigned);
        second.await(NoticeType.ELECTED);
        assertThat(first.all(NoticeType.OVERRUN)).isEmpty();
    }

    @Test
    void poolThatTheApplicationHasUsedUpCostsNoTerm() {
        Pool own = PgBuilder.pool()
                .connectingTo(PgConnectOptions.fromUri(leases.uri()))
                .with(new PoolOptions().setMaxSize(1))
                .using(leases.vertx)
                .build();
        Notices notices = Notices.about(BILLING, leases.vertx);
        await("the only connection", own.getConnection());
        Future<SqlConnection> waits = own.getConnection();

        Elector leader = await("the start", Elector.start(leases.vertx, quick(options("replica-1")), TermWork.none()));
        notices.await(NoticeType.ELECTED);
        Term term = leader.term().orElseThrow();
        await("a lease", Future.future(over -> leases.vertx.setTimer(3_000, due -> over.complete())));

        assertThat(term.isValid()).isTrue();
        assertThat(waits.isComplete()).isFalse();
    }

    private static ElectorOptions quick(ElectorOptions options) {
        return options.setLease(3_000).setRenew(1_000).setRetry(200).setStop(100);
    }

    private Pool pool(String uri) {
        return MySQLBuilder.pool()
                .connectingTo(MySQLConnectOptions.fromUri(uri))
                .using(data.vertx)
                .build();
    }

    private long written(Term term) {
        return await("a write", fences.fence().write(pool, term, INSERT, Tuple.of("entry")))
                .rows();
    }

    private Future<Elector> start(Vertx vertx, String node, FenceTable behind) {
        TermWork work = TermWork.none();
        return Elector.start(vertx, options(node), behind == null ? work : work.behind(behind.gate(pool)));
    }

    private ElectorOptions options(String node) {
        JsonObject store = TestStores.options(leases.schema).put("uri", leases.uri());
        return new ElectorOptions()
                .setComponent(BILLING)
                .setNode(node)
                .setLease(Duration.ofSeconds(20))
                .setRenew(Duration.ofSeconds(2))
                .setRetry(Duration.ofSeconds(1))
                .setStop(Duration.ofSeconds(5))
                .setStore(store);
    }
}
