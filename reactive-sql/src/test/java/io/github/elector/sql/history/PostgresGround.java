// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import static io.github.elector.testing.Await.await;

import io.github.elector.sql.EditedStores;
import io.github.elector.sql.Fence;
import io.github.elector.sql.SqlLeaseStore;
import io.github.elector.sql.SqlStoreOptions;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.Signals;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** PostgreSQL. */
final class PostgresGround implements Ground {
    private static final String CLIENTS =
            " FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name IN ('history', 'journal')";

    private final EmbeddedPostgresServer server;
    private final Vertx administration = Vertx.vertx();
    private final Mistake mistake;
    private final String schema;
    private final JsonObject options;

    /** Of a server that belongs to the caller, who closes it. */
    PostgresGround(EmbeddedPostgresServer server, Mistake mistake) {
        this.server = server;
        this.mistake = mistake;
        this.schema = server.freshSchema();
        this.options = new JsonObject()
                .put("sessionsTable", schema + ".leader_sessions")
                .put("leasesTable", schema + ".leader_leases")
                .put("overviewView", schema + ".leader_overview")
                .put("createSchema", true);
        execute("CREATE TABLE " + schema + ".journal (sequence bigserial PRIMARY KEY, component text NOT NULL,"
                + " term bigint NOT NULL, holder text NOT NULL, entry text NOT NULL)");
        LeaseStore first = SqlLeaseStore.postgres(administration, config(server.uri(), PATIENT));
        await("the tables", first.prepare());
        await("the close of a store", first.close());
    }

    @Override
    public String name() {
        return "PostgreSQL " + execute("SHOW server_version").iterator().next().getString(0);
    }

    @Override
    public boolean readsBack() {
        return false;
    }

    @Override
    public boolean statementChecksSession() {
        return true;
    }

    @Override
    public TcpProxy proxy() {
        return server.proxy();
    }

    @Override
    public StoreConfig config(TcpProxy through, Duration timeout) {
        return config(PostgresServer.through(through, server.uri()), timeout);
    }

    private StoreConfig config(String uri, Duration timeout) {
        return new StoreConfig(uri, options, "history", timeout.toNanos());
    }

    @Override
    public LeaseStore store(Vertx vertx, StoreConfig config) {
        return mistake.equals(Mistake.NONE)
                ? SqlLeaseStore.postgres(vertx, config)
                : mistake.around().apply(EditedStores.postgres(vertx, config, mistake::in));
    }

    @Override
    public Pool pool(Vertx vertx, TcpProxy through) {
        PgConnectOptions login = PgConnectOptions.fromUri(PostgresServer.through(through, server.uri()));
        login.addProperty("application_name", "journal");
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(login)
                .withConnectHandler(fresh -> {
                    // What breaks fails an operation as well, and there it is written down.
                    fresh.exceptionHandler(broken -> {});
                    fresh.close();
                })
                .using(vertx)
                .build();
        return mistake.equals(Mistake.NONE) ? pool : EditedStores.edited(pool, mistake::in);
    }

    @Override
    public Fence fence() {
        return Fence.postgres(new SqlStoreOptions(options));
    }

    @Override
    public String insert(boolean fenced) {
        return "INSERT INTO " + schema + ".journal (component, term, holder, entry)"
                + " SELECT $1::text, $2::bigint, $3::text, $4::text" + (fenced ? " WHERE {fence}" : "");
    }

    @Override
    public String readJournal() {
        return "SELECT sequence, component, term, holder, entry FROM " + schema + ".journal";
    }

    @Override
    public RowSet<Row> execute(String sql) {
        return server.execute(sql);
    }

    @Override
    public List<String> locks() {
        return List.of(
                "SELECT 1 FROM " + schema + ".leader_leases ORDER BY random() LIMIT 1 FOR UPDATE",
                "SELECT 1 FROM " + schema + ".leader_sessions WHERE NOT closed ORDER BY random() LIMIT 1 FOR UPDATE",
                "LOCK TABLE " + schema + ".leader_leases IN EXCLUSIVE MODE",
                "LOCK TABLE " + schema + ".leader_sessions IN ACCESS EXCLUSIVE MODE");
    }

    @Override
    public Runnable lock(String sql) {
        PgConnection connection =
                await("a connection", PgConnection.connect(administration, PgConnectOptions.fromUri(server.uri())));
        await("a lock", connection.query("BEGIN; " + sql).execute());
        return () -> await("the end of a lock", connection.close());
    }

    @Override
    public void killConnection(int any) {
        List<Integer> backends = backends();
        if (!backends.isEmpty()) {
            execute("SELECT pg_terminate_backend(" + backends.get(any % backends.size()) + ")");
        }
    }

    @Override
    public Runnable freeze(int any) {
        List<Integer> backends = backends();
        if (backends.isEmpty()) {
            return () -> {};
        }
        int backend = backends.get(any % backends.size());
        if (ProcessHandle.of(backend).isEmpty()) {
            return () -> {};
        }
        Signals.freeze(backend);
        return () -> Signals.thaw(backend);
    }

    private List<Integer> backends() {
        return StreamSupport.stream(
                        execute("SELECT pid" + CLIENTS + " ORDER BY pid").spliterator(), false)
                .map(row -> row.getInteger(0))
                .toList();
    }

    @Override
    public void crash() {
        server.kill();
        server.start();
    }

    @Override
    public void restart() {
        server.stop();
        server.start();
    }

    @Override
    public void close() {
        await("the end of Vert.x", administration.close());
    }
}
