// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.sql.Fence;
import io.github.elector.sql.SqlStoreOptions;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.util.List;

/** A schema and a role on PostgreSQL. */
final class PostgresGround implements Ground {
    private final URI server;
    private final String name;
    private final Jdbc administrator;

    /** One that another JVM has made. */
    PostgresGround(String uri, String name) {
        this.server = URI.create(uri);
        this.name = name;
        this.administrator = new Jdbc(Jdbc.url(Brand.POSTGRES, uri));
    }

    /** A fresh one. */
    PostgresGround(String uri) {
        this(uri, Names.fresh());
        administrator.execute("CREATE ROLE %1$s LOGIN PASSWORD '%2$s'; CREATE SCHEMA %1$s; SET search_path TO %1$s; "
                        .formatted(name, SECRET)
                + DdlFile.read("postgresql/V1__leader_tables.sql")
                + "; SET search_path TO public");
        execute("CREATE TABLE {schema}.journal (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                + " term bigint NOT NULL, session text NOT NULL)");
        execute("GRANT USAGE ON SCHEMA {schema} TO {user}; GRANT SELECT, INSERT ON {schema}.journal TO {user}");
        setRights(true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TcpProxy proxy() {
        return new TcpProxy(server.getHost(), server.getPort());
    }

    @Override
    public JsonObject store(TcpProxy proxy) {
        return tables().put("uri", uri("127.0.0.1", proxy.port()));
    }

    @Override
    public Fence fence() {
        return Fence.postgres(new SqlStoreOptions(tables()));
    }

    private JsonObject tables() {
        return new JsonObject()
                .put("sessionsTable", name + ".leader_sessions")
                .put("leasesTable", name + ".leader_leases")
                .put("overviewView", name + ".leader_overview");
    }

    @Override
    public Pool pool(Vertx vertx, TcpProxy proxy) {
        return pool(vertx, uri("127.0.0.1", proxy.port()));
    }

    @Override
    public Pool pool(Vertx vertx) {
        return pool(vertx, uri(server.getHost(), server.getPort()));
    }

    private static Pool pool(Vertx vertx, String uri) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(PgConnectOptions.fromUri(uri))
                .using(vertx)
                .build();
    }

    private String uri(String host, int port) {
        return "postgresql://" + name + ":" + SECRET + "@" + host + ":" + port + server.getPath();
    }

    @Override
    public String insert() {
        return "INSERT INTO " + name + ".journal (term, session) SELECT $1::bigint, $2::text WHERE {fence}";
    }

    @Override
    public String unfencedInsert() {
        return "INSERT INTO " + name + ".journal (term, session) SELECT $1::bigint, $2::text";
    }

    @Override
    public List<Entry> journal() {
        return administrator.query(
                named("SELECT term, session FROM {schema}.journal ORDER BY seq"),
                row -> new Entry(row.getLong(1), row.getString(2)));
    }

    @Override
    public void execute(String sql) {
        administrator.execute(named(sql));
    }

    @Override
    public Held hold(String sql) {
        return Transaction.begun(administrator, named(sql));
    }

    @Override
    public Held lockTables() {
        return hold("LOCK TABLE {leases}, {sessions} IN ACCESS EXCLUSIVE MODE");
    }

    @Override
    public void setRights(boolean given) {
        execute((given ? "GRANT SELECT, INSERT, UPDATE ON {leases}, {sessions} TO {user}" : "")
                + (given ? "" : "REVOKE SELECT, INSERT, UPDATE ON {leases}, {sessions} FROM {user}"));
    }

    @Override
    public void setLeasesAway(boolean away) {
        execute(
                away
                        ? "ALTER TABLE {leases} RENAME TO leader_leases_away"
                        : "ALTER TABLE {leases}_away RENAME TO leader_leases");
    }

    @Override
    public void killConnections() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{user}'");
    }

    @Override
    public void setConnectionsRefused(boolean refused) {
        execute("ALTER ROLE {user} CONNECTION LIMIT " + (refused ? 0 : -1));
        if (refused) {
            killConnections();
        }
    }

    /** Waits until the server itself says so: it reads its settings a little later. */
    @Override
    public void setReadOnly(boolean readOnly) {
        administrator.execute("ALTER SYSTEM SET default_transaction_read_only = " + (readOnly ? "on" : "off"));
        administrator.execute("SELECT pg_reload_conf()");
        String wanted = readOnly ? "on" : "off";
        while (!administrator
                .query("SHOW default_transaction_read_only", row -> row.getString(1))
                .contains(wanted)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public long clockMillis() {
        return administrator
                .query("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", row -> row.getLong(1))
                .get(0);
    }

    @Override
    public int connections() {
        return administrator
                .query(named("SELECT count(*) FROM pg_stat_activity WHERE usename = '{user}'"), row -> row.getInt(1))
                .get(0);
    }

    @Override
    public List<Long> backends(String node) {
        return administrator.query(
                named("SELECT pid FROM pg_stat_activity WHERE usename = '{user}' AND application_name = 'vertx-elector "
                        + node + "'"),
                row -> row.getLong(1));
    }

    @Override
    public void close() {
        administrator.close();
    }

    private String named(String sql) {
        return sql.replace("{leases}", name + ".leader_leases")
                .replace("{sessions}", name + ".leader_sessions")
                .replace("{schema}", name)
                .replace("{user}", name);
    }
}
