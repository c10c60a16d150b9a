// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.notice.NoticeType;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.PgBouncer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.testing.Notices;
import io.github.elector.testing.PausedTerm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fenced writes of an application whose own pool leads through pgbouncer in transaction mode too. */
class PoolerFenceTest {
    private static final String COMPONENT = "billing";
    private static final String ADD = "UPDATE account SET balance = balance + $1 WHERE {fence}";

    private static EmbeddedPostgresServer server;

    private final Vertx vertx = Vertx.vertx();
    private String uri;
    private PgBouncer pooler;
    private Fence fence;
    private Elector elector;
    private Term term;

    @BeforeAll
    static void startServer() {
        Installed.orSkip("pgbouncer", PgBouncer.program());
        server = new EmbeddedPostgresServer();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void lead() {
        uri = server.freshDatabase();
        PostgresServer.execute(uri, "CREATE TABLE account (balance int NOT NULL); INSERT INTO account VALUES (0)");
        pooler = new PgBouncer(uri, 8);
        fence = Fence.of(new SqlStoreOptions().setUri(pooler.uri()));
        ElectorOptions options = new ElectorOptions()
                .setComponent(COMPONENT)
                .setLease(Duration.ofSeconds(3))
                .setRenew(Duration.ofSeconds(1))
                .setRetry(Duration.ofMillis(500))
                .setStop(Duration.ofMillis(500))
                .setStore(new JsonObject()
                        .put("uri", pooler.uri())
                        .put("pooler", true)
                        .put("createSchema", true));
        Notices notices = Notices.about(COMPONENT, vertx);
        elector = await("the start", Elector.start(vertx, options, TermWork.none()));
        notices.await(NoticeType.ELECTED);
        term = elector.term().orElseThrow();
    }

    @AfterEach
    void close() {
        await("the end of Vert.x", vertx.close());
        if (pooler != null) {
            pooler.close();
        }
    }

    private int balance() {
        return PostgresServer.execute(uri, "SELECT balance FROM account")
                .iterator()
                .next()
                .getInteger("balance");
    }

    private Pool pool(PgConnectOptions options) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    /** As docs/database.md says it has to be. */
    private static PgConnectOptions toldOfThePooler(String uri) {
        PgConnectOptions options = PgConnectOptions.fromUri(uri);
        Map<String, String> understood = new HashMap<>(options.getProperties());
        understood.remove("extra_float_digits");
        options.setProperties(understood);
        return options.setUseLayer7Proxy(true);
    }

    @Test
    void poolThatIsToldOfThePoolerWritesThroughBothFormsOfTheFence() {
        Pool pool = pool(toldOfThePooler(pooler.uri()));

        List<Future<FencedWrite>> writes = IntStream.range(0, 30)
                .mapToObj(one -> fence.write(pool, term, ADD, Tuple.of(1)))
                .toList();
        await("all writes", Future.join(writes));
        await(
                "a transaction",
                fence.inTransaction(
                        pool,
                        term,
                        connection -> connection
                                .preparedQuery("UPDATE account SET balance = balance + $1")
                                .execute(Tuple.of(100))));

        assertThat(balance()).isEqualTo(130);
    }

    @Test
    void writeOfATermThatWasTakenOverIsRefusedBehindThePoolerToo() {
        Pool pool = pool(toldOfThePooler(pooler.uri()));
        PostgresServer.execute(uri, "UPDATE leader_leases SET term = term + 1, holder = 'other~1'");

        Throwable late = failure("a late write", fence.write(pool, new PausedTerm(term.id()), ADD, Tuple.of(1)));
        Throwable later = failure(
                "a late transaction",
                fence.inTransaction(pool, new PausedTerm(term.id()), connection -> Future.succeededFuture()));

        assertThat(List.of(late, later))
                .allSatisfy(refused -> assertThat(refused).isInstanceOf(FenceRefusedException.class));
        assertThat(balance()).isZero();
    }
}
