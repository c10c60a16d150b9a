// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.PgBouncer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a store promises, behind a pgbouncer that has a single server connection to give away. */
class PostgresPoolerTest {
    private TestStores stores;
    private PgBouncer pooler;

    @BeforeAll
    static void needsPgBouncer() {
        Installed.orSkip("pgbouncer", PgBouncer.program());
    }

    @BeforeEach
    void start() {
        stores = new TestStores();
        pooler = new PgBouncer(stores.uri(), 1);
    }

    @AfterEach
    void close() {
        stores.close();
        pooler.close();
    }

    @Test
    void everyStatementBringsItsLimitsAndSettingsWhateverTheDefaultsOfTheServer() {
        Row row;
        try (PgBouncer strange = new PgBouncer(roleWithStrangeDefaults(), 1)) {
            String question = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'),"
                    + " current_setting('synchronous_commit'), current_setting('transaction_isolation'),"
                    + " current_setting('application_name')";
            row = await("the settings", query(strange, question)).iterator().next();
        }

        assertThat(row.deepToString()).isEqualTo("[2s,3s,on,read committed," + stores.application + "]");
    }

    @Test
    void limitsAndSettingsEndWithTheStatementAndDoNotMeetTheNextUserOfTheServer() {
        PgConnection other = await(
                "another user's connection",
                PgConnection.connect(
                        stores.vertx, PgConnectOptions.fromUri(pooler.uri()).setProperties(new HashMap<>())));
        String question =
                "SELECT pg_backend_pid(), current_setting('lock_timeout')," + " current_setting('statement_timeout')";

        int server = run("SELECT pg_backend_pid()").iterator().next().getInteger(0);
        Row row = await("the other user's settings", other.query(question).execute())
                .iterator()
                .next();
        await("its close", other.close());

        assertThat(row.deepToString()).isEqualTo("[" + server + ",0,0]");
    }

    @Test
    void statementThatRunsForTooLongIsEndedByTheServer() {
        LeaseStoreException failure = (LeaseStoreException) failure("the statement", query("SELECT pg_sleep(30)"));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("[57014]");
    }

    @Test
    void statementThatWaitsForALockedRowIsEndedByTheServerAndChangesNothingLater() {
        LeaseStore store = stores.prepared(pooled(Duration.ofSeconds(1)));
        TermId term = granted(store, opened(store), BILLING);
        PgConnection locker = stores.transaction("SELECT * FROM %s.leader_leases FOR UPDATE");

        LeaseStoreException failure = (LeaseStoreException) failure("the release", store.release(term));
        await("the end of the lock", locker.query("ROLLBACK").execute());

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("[55P03]");
        assertThat(isReleased()).isFalse();
    }

    @Test
    void statementThatWaitsForALockedTableIsEndedByTheServer() {
        LeaseStore store = stores.prepared(pooled(Duration.ofSeconds(1)));
        SessionId session = opened(store);
        PgConnection locker = stores.transaction("LOCK TABLE %s.leader_sessions IN ACCESS EXCLUSIVE MODE");

        LeaseStoreException failure = (LeaseStoreException) failure("the heartbeat", store.heartbeat(session));
        await("the end of the lock", locker.query("ROLLBACK").execute());

        assertThat(failure).hasMessageContaining("[55P03]");
    }

    @Test
    void strangeDefaultsOfTheServerChangeNothing() {
        LeaseStore plain = stores.prepared();
        try (PgBouncer ofThatRole = new PgBouncer(roleWithStrangeDefaults(), 1)) {
            LeaseStore strange = stores.prepared(pooled(ofThatRole, TestStores.TIMEOUT));
            SessionId session = opened(strange);
            granted(strange, session, BILLING);

            assertThat(TestStores.holder(plain, BILLING).silentMillis()).isBetween(-1_000L, 20_000L);
            assertThat(TestStores.generation(strange)).isEqualTo(TestStores.generation(plain));
            assertThat(await("a heartbeat", strange.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
        }
    }

    @Test
    void manyStoresMayCreateTheTablesAtOnceWhateverTheDefaultsOfTheServer() {
        String role = roleWithStrangeDefaults();
        String empty = stores.server.freshSchema();
        stores.execute("GRANT USAGE, CREATE ON SCHEMA " + empty + " TO " + PostgresServer.user(role));
        JsonObject creating =
                TestStores.options(empty).put("createSchema", true).put("pooler", true);
        try (PgBouncer strange = new PgBouncer(role, 4)) {
            List<LeaseStore> many = Stream.generate(() -> stores.store(strange.uri(), TestStores.TIMEOUT, creating))
                    .limit(8)
                    .toList();

            List<Future<Void>> prepared = many.stream().map(LeaseStore::prepare).toList();

            prepared.forEach(each -> await("prepare", each));
        }
    }

    @Test
    void sessionOfARowThatSomebodyWroteBreaksOutOfNoStatement() {
        LeaseStore store = stores.prepared(pooled(TestStores.TIMEOUT));
        TermId term = granted(store, opened(store), BILLING);
        String hostile = "a\\';DELETE/**/FROM/**/" + stores.schema + ".leader_leases;--";
        stores.execute("UPDATE %s.leader_leases SET holder = E'"
                + hostile.replace("\\", "\\\\").replace("'", "''") + "'");

        TermId taken =
                TestStores.taken(store, opened(store), new TermId(BILLING, term.number(), new SessionId(hostile)));

        assertThat(taken.number()).isGreaterThan(term.number());
    }

    @Test
    void hintsAreSentButNotHeardWhichIsSaidOnce() {
        Promise<Hint> heardDirectly = Promise.promise();
        Promise<Hint> subscribed = Promise.promise();
        LeaseStore direct = stores.store();
        direct.onHint(hint -> (hint.released() == null ? subscribed : heardDirectly).tryComplete(hint));
        stores.prepared(direct);
        await("the subscription", subscribed.future());

        TermId term;
        Logger logger = (Logger) LoggerFactory.getLogger(SentHints.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            LeaseStore store = pooled(TestStores.TIMEOUT);
            store.onHint(hint -> {});
            stores.prepared(store);
            stores.prepared(store);
            term = granted(store, opened(store), BILLING);
            await("the release", store.release(term));
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(await("the hint", heardDirectly.future()).released()).isEqualTo(term);
        assertThat(logged.list).hasSize(1).first().asString().contains("no hints are heard");
        assertThat(run("SELECT count(*) FROM pg_listening_channels()")
                        .iterator()
                        .next()
                        .getLong(0))
                .as("channels that the pooler's server connection listens on")
                .isZero();
    }

    @Test
    void poolerThatRefusesTheSettingsOfADirectConnectionIsAnErrorThatNamesTheOption() {
        LeaseStoreException failure = (LeaseStoreException) failure(
                "prepare", stores.store(pooler.uri(), TestStores.TIMEOUT).prepare());

        assertThat(failure).hasMessageContaining("startup parameter").hasMessageContaining("set \"pooler\": true");
    }

    @Test
    void poolerThatDropsTheSettingsOfADirectConnectionIsAnErrorThatNamesTheOption() {
        try (PgBouncer silent = new PgBouncer(
                stores.uri(),
                1,
                "ignore_startup_parameters = extra_float_digits, synchronous_commit, default_transaction_isolation,"
                        + " client_min_messages, lock_timeout, statement_timeout, idle_in_transaction_session_timeout")) {
            LeaseStoreException failure = (LeaseStoreException) failure(
                    "prepare", stores.store(silent.uri(), TestStores.TIMEOUT).prepare());

            assertThat(failure).hasMessageContaining("did not take").hasMessageContaining("set \"pooler\": true");
            assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        }
    }

    @Test
    void whoSaysPoolerWhereThereIsNoneHasAStoreThatWorks() {
        LeaseStore store = stores.prepared(stores.store(stores.uri(), TestStores.TIMEOUT, pooledOptions()));

        assertThat(granted(store, opened(store), BILLING).number()).isPositive();
    }

    @Test
    void operationIsOneMessage() {
        List<Character> sent = new CopyOnWriteArrayList<>();
        // By another store, since the first heartbeat after an opening is followed by a sweep.
        SessionId session = opened(stores.prepared());
        try (TcpProxy proxy =
                new TcpProxy("127.0.0.1", PgConnectOptions.fromUri(pooler.uri()).getPort())) {
            LeaseStore store = stores.prepared(
                    stores.store(PostgresServer.through(proxy, pooler.uri()), TestStores.TIMEOUT, pooledOptions()));
            await("a heartbeat", store.heartbeat(session));
            proxy.tapClients((connection, chunk, length) -> sent.add((char) chunk[0]));

            await("a heartbeat", store.heartbeat(session));
            await("a look", store.look(new LookRequest(List.of(BILLING))));
        }

        assertThat(sent).containsExactly('Q', 'Q');
    }

    private JsonObject pooledOptions() {
        return TestStores.options(stores.schema).put("pooler", true);
    }

    private LeaseStore pooled(Duration timeout) {
        return pooled(pooler, timeout);
    }

    private LeaseStore pooled(PgBouncer through, Duration timeout) {
        return stores.store(through.uri(), timeout, pooledOptions());
    }

    private boolean isReleased() {
        return stores.execute("SELECT released FROM %s.leader_leases")
                .iterator()
                .next()
                .getBoolean(0);
    }

    private RowSet<Row> run(String sql) {
        return await("the statement", query(sql));
    }

    private String roleWithStrangeDefaults() {
        String uri = stores.server.freshRole("pw", stores.schema);
        String role = PostgresServer.user(uri);
        stores.execute("ALTER ROLE " + role + " SET default_transaction_isolation = 'serializable'");
        stores.execute("ALTER ROLE " + role + " SET synchronous_commit = off");
        stores.execute("ALTER ROLE " + role + " SET statement_timeout = 0");
        stores.execute("ALTER ROLE " + role + " SET standard_conforming_strings = off");
        stores.execute("ALTER ROLE " + role + " SET TimeZone = 'Pacific/Kiritimati'");
        return uri;
    }

    private Future<RowSet<Row>> query(String sql) {
        return query(pooler, sql);
    }

    private Future<RowSet<Row>> query(PgBouncer through, String sql) {
        JsonObject options = new JsonObject().put("pooler", true);
        PostgresSettings settings = PostgresSettings.of(new StoreConfig(
                through.uri(),
                options,
                stores.application,
                Duration.ofSeconds(4).toNanos()));
        DedicatedConnection connection = new DedicatedConnection(
                stores.vertx, settings, new SqlFailures(settings.target(), new PostgresFailureCodes()));
        return connection
                .use("a statement", on -> settings.form().run(on, sql, Tuple.tuple()))
                .eventually(connection::close);
    }
}
