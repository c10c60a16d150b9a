// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.sql.Fence;
import io.github.elector.sql.SqlStoreOptions;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.util.List;

/** A database and a user on MySQL or MariaDB. */
final class MysqlGround implements Ground {
    private final URI server;
    private final String name;
    private final Jdbc administrator;

    /** One that another JVM has made. */
    MysqlGround(String uri, String name) {
        this.server = URI.create(uri);
        this.name = name;
        this.administrator = new Jdbc(Jdbc.url(Brand.MYSQL, uri));
    }

    /** A fresh one. */
    MysqlGround(String uri) {
        this(uri, Names.fresh());
        execute("CREATE DATABASE {schema}; CREATE USER {user} IDENTIFIED BY '" + SECRET + "'; USE {schema}; "
                + DdlFile.read("mysql/V1__leader_tables.sql"));
        execute("CREATE TABLE {schema}.journal (seq bigint AUTO_INCREMENT PRIMARY KEY, term bigint NOT NULL,"
                + " session varchar(200) NOT NULL)");
        execute("GRANT SELECT, INSERT ON {schema}.journal TO {user}");
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
        return new JsonObject().put("uri", uri("127.0.0.1", proxy.port()));
    }

    @Override
    public Fence fence() {
        return Fence.mysql(new SqlStoreOptions().setUri(uri(server.getHost(), server.getPort())));
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
        return MySQLBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(MySQLConnectOptions.fromUri(uri))
                .using(vertx)
                .build();
    }

    private String uri(String host, int port) {
        return "mysql://" + name + ":" + SECRET + "@" + host + ":" + port + "/" + name;
    }

    @Override
    public String insert() {
        return "INSERT INTO journal (term, session) SELECT ?, ? FROM DUAL WHERE {fence}";
    }

    @Override
    public String unfencedInsert() {
        return "INSERT INTO journal (term, session) SELECT ?, ? FROM DUAL";
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
        return hold("LOCK TABLES {leases} WRITE, {sessions} WRITE");
    }

    @Override
    public void setRights(boolean given) {
        for (String table : List.of("{leases}", "{sessions}")) {
            execute(
                    given
                            ? "GRANT SELECT, INSERT, UPDATE ON " + table + " TO {user}"
                            : "REVOKE SELECT, INSERT, UPDATE ON " + table + " FROM {user}");
        }
    }

    @Override
    public void setLeasesAway(boolean away) {
        execute(
                away
                        ? "RENAME TABLE {leases} TO {schema}.leader_leases_away"
                        : "RENAME TABLE {schema}.leader_leases_away TO {leases}");
    }

    @Override
    public void killConnections() {
        for (Long id : administrator.query(
                "SELECT id FROM information_schema.processlist WHERE user = '" + name + "'", row -> row.getLong(1))) {
            try {
                execute("KILL " + id);
            } catch (IllegalStateException goneByItself) {
                // As was wanted.
            }
        }
    }

    /** One connection is the fewest a user can be left with. */
    @Override
    public void setConnectionsRefused(boolean refused) {
        execute("ALTER USER {user} WITH MAX_USER_CONNECTIONS " + (refused ? 1 : 0));
        if (refused) {
            killConnections();
        }
    }

    @Override
    public void setReadOnly(boolean readOnly) {
        execute("SET GLOBAL read_only = " + (readOnly ? 1 : 0));
    }

    @Override
    public long clockMillis() {
        return administrator
                .query("SELECT CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)", row -> row.getLong(1))
                .get(0);
    }

    @Override
    public int connections() {
        return administrator
                .query(
                        "SELECT count(*) FROM information_schema.processlist WHERE user = '" + name + "'",
                        row -> row.getInt(1))
                .get(0);
    }

    /** They are threads. */
    @Override
    public List<Long> backends(String node) {
        return List.of();
    }

    @Override
    public void close() {
        execute("DROP DATABASE {schema}; DROP USER {user}");
        administrator.close();
    }

    private String named(String sql) {
        return sql.replace("{leases}", name + ".leader_leases")
                .replace("{sessions}", name + ".leader_sessions")
                .replace("{schema}", name)
                .replace("{user}", "'" + name + "'@'%'");
    }
}
