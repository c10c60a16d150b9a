// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What one test of this package needs: a fresh schema with the tables, made by an administrator, stores on it that log in
 * as a role that may SELECT, INSERT and UPDATE and nothing else, and words for what they are asked.
 */
final class TestStores implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(5);
    static final ComponentName BILLING = new ComponentName("billing");
    static final ComponentName SEARCH = new ComponentName("search");
    static final SchemaFile TABLES = new SchemaFile("postgresql/V1__leader_tables.sql");

    final PostgresServer server;
    final Vertx vertx = Vertx.vertx();
    final String schema;
    private final String uri;
    private final boolean createsTables;
    final String application = "elector-" + UUID.randomUUID();
    private final List<LeaseStore> stores = new ArrayList<>();
    private final List<PgConnection> connections = new ArrayList<>();

    TestStores() {
        this(TestDatabases.postgres());
    }

    TestStores(PostgresServer server) {
        this.server = server;
        PostgresServer.Tables fresh = server.freshTables(TABLES.read(), "pw");
        this.schema = fresh.schema();
        this.uri = fresh.uri();
        this.createsTables = false;
    }

    private TestStores(PostgresServer server, String uri) {
        this.server = server;
        this.schema = server.freshSchema();
        this.uri = uri;
        this.createsTables = true;
    }

    /** For tests of the schema: there are no tables, and the stores log in as an administrator and create them. */
    static TestStores withoutTables() {
        return new TestStores(TestDatabases.postgres(), TestDatabases.postgres().uri());
    }

    /** As people do it who run the file themselves. */
    static void createTables(PostgresServer server, String schema) {
        server.execute("SET search_path TO " + schema + ";\n" + TABLES.read());
    }

    /** With the rights the stores of this test have. */
    String uri() {
        return uri;
    }

    /** Options for tables in this schema. */
    static JsonObject options(String schema) {
        return new JsonObject()
                .put("sessionsTable", schema + ".leader_sessions")
                .put("leasesTable", schema + ".leader_leases")
                .put("overviewView", schema + ".leader_overview");
    }

    /** Not prepared; closed after the test. */
    LeaseStore store(String uri, Duration timeout, JsonObject options) {
        LeaseStore store = SqlLeaseStore.postgres(vertx, new StoreConfig(uri, options, application, timeout.toNanos()));
        stores.add(store);
        return store;
    }

    LeaseStore store(String uri, Duration timeout) {
        return store(uri, timeout, options(schema).put("createSchema", createsTables));
    }

    LeaseStore store() {
        return store(uri, TIMEOUT);
    }

    /** Asks after so much silence whether the server is still there, and not after a minute; not prepared. */
    LeaseStore impatient(String uri, Duration timeout, Duration patience) {
        StoreConfig config = new StoreConfig(uri, options(schema), application, timeout.toNanos());
        SqlStoreOptions options = new SqlStoreOptions(config.options());
        Tables tables = options.tables(TableNaming.POSTGRES);
        PostgresDialect shipped = new PostgresDialect(tables);
        Dialect dialect = EditedStores.proxy(
                Dialect.class,
                (method, arguments) -> method.getName().equals("hints")
                        ? new HintChannel(
                                vertx, (DedicatedConnection) arguments[1], tables.leases(), patience.toMillis())
                        : EditedStores.invoke(method, shipped, arguments));
        LeaseStore store = new SqlLeaseStore(vertx, PostgresSettings.of(config), dialect, options);
        stores.add(store);
        return store;
    }

    LeaseStore prepared(LeaseStore store) {
        await("prepare", store.prepare());
        return store;
    }

    LeaseStore prepared() {
        return prepared(store());
    }

    /** A connection as the store has them, for statements that are not the store's. */
    DedicatedConnection dedicated(String uri, Duration timeout) {
        PostgresSettings settings =
                PostgresSettings.of(new StoreConfig(uri, new JsonObject(), application, timeout.toNanos()));
        return new DedicatedConnection(vertx, settings, new SqlFailures(settings.target(), new PostgresFailureCodes()));
    }

    /** With every right. */
    DedicatedConnection dedicated() {
        return dedicated(server.uri(), TIMEOUT);
    }

    static SessionId freshSession() {
        return SessionId.of(new NodeName("node"), UUID.randomUUID().toString());
    }

    static SessionOpening opening(SessionId session) {
        return new SessionOpening(session, new NodeName("node"), 30_000, 10_000);
    }

    static SessionId opened(LeaseStore store) {
        SessionId session = freshSession();
        await("the opening", store.open(opening(session)));
        return session;
    }

    static StoreAnswer.Looked looked(LeaseStore store, ComponentName... components) {
        return await("the look", store.look(new LookRequest(List.of(components))));
    }

    static LeaseSight lease(LeaseStore store, ComponentName component) {
        return looked(store, component).leases().get(component);
    }

    static SessionSight holder(LeaseStore store, ComponentName component) {
        return looked(store, component).sessions().values().iterator().next();
    }

    static Generation generation(LeaseStore store) {
        return looked(store).server().generation();
    }

    static AcquireRequest claimOfNoRow(LeaseStore store, SessionId session, ComponentName component) {
        return new AcquireRequest(session, List.of(new Claim(component, null, generation(store), -1)));
    }

    static AcquireRequest claim(LeaseStore store, SessionId session, TermId seen) {
        return new AcquireRequest(session, List.of(new Claim(seen.component(), seen, generation(store), -1)));
    }

    static StoreAnswer.Acquired acquired(LeaseStore store, AcquireRequest request) {
        return await("the acquire", store.acquire(request)).get(0);
    }

    /** A term on a component that has no row. */
    static TermId granted(LeaseStore store, SessionId session, ComponentName component) {
        return ((StoreAnswer.Granted) acquired(store, claimOfNoRow(store, session, component))).term();
    }

    /** A term over the row that was seen. */
    static TermId taken(LeaseStore store, SessionId session, TermId seen) {
        return ((StoreAnswer.Granted) acquired(store, claim(store, session, seen))).term();
    }

    /** Runs SQL as administrator; {@code %s} stands for the schema. */
    RowSet<Row> execute(String sql) {
        return server.execute(sql.replace("%s", schema));
    }

    /** A connection of the administrator, for transactions that stay open; closed after the test. */
    PgConnection connection() {
        return connection(server.uri());
    }

    /** A connection of somebody else; closed after the test. */
    PgConnection connection(String uri) {
        PgConnection connection = await("a connection", PgConnection.connect(vertx, PgConnectOptions.fromUri(uri)));
        connections.add(connection);
        return connection;
    }

    /** An open transaction that has run this SQL; {@code %s} stands for the schema. */
    PgConnection transaction(String sql) {
        PgConnection connection = connection();
        await("BEGIN", connection.query("BEGIN").execute());
        await(sql, connection.query(sql.replace("%s", schema)).execute());
        return connection;
    }

    /** Ends the backends of this test's stores and waits until they are gone. */
    int terminateBackends() {
        return server.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = '"
                        + application + "'")
                .size();
    }

    @Override
    public void close() {
        connections.forEach(connection -> await("a connection's close", connection.close()));
        stores.forEach(store -> await("a store's close", store.close()));
        await("the end of Vert.x", vertx.close());
    }
}
