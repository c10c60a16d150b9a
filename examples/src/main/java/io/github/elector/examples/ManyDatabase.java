// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.github.elector.store.StoreUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;

/**
 * The database of {@code many}, PostgreSQL or MySQL or MariaDB, with tables of its own that are dropped before and after.
 * Its methods block.
 */
final class ManyDatabase implements AutoCloseable {
    private static final String EXPECTED =
            "write it as postgresql://user:password@host:5432/database, or mysql:// or mariadb://";

    private final String uri;
    private final boolean mysql;
    private final SqlConnectOptions options;
    private final Vertx vertx = SmallVertx.make();
    private final SqlConnection connection;

    /**
     * What was written, as far as rows show it.
     *
     * @param heartbeats how many there have been, of all sessions
     * @param leases the same as long as no lease was written
     */
    record Written(long heartbeats, String leases) {}

    /**
     * Connects.
     *
     * @throws IllegalArgumentException if the URI cannot be used; the message holds no password
     */
    ManyDatabase(String uri) {
        this.uri = uri;
        String scheme = StoreUri.scheme(uri);
        this.mysql = scheme.equals("mysql") || scheme.equals("mariadb");
        if (!mysql && !scheme.equals("postgresql") && !scheme.equals("postgres")) {
            throw new IllegalArgumentException("scheme '" + scheme + "' is not supported here: " + EXPECTED);
        }
        try {
            this.options = mysql ? MySQLConnectOptions.fromUri(uri) : PgConnectOptions.fromUri(uri);
        } catch (RuntimeException repeatsTheUri) {
            // Its message holds the whole URI, password included, so it is no cause of ours.
            throw new IllegalArgumentException(StoreUri.withoutSecrets(uri) + " is no uri of a database: " + EXPECTED);
        }
        this.connection = Blocking.await(connect());
        dropTables();
    }

    private Future<? extends SqlConnection> connect() {
        return options instanceof MySQLConnectOptions other
                ? MySQLConnection.connect(vertx, other)
                : PgConnection.connect(vertx, (PgConnectOptions) options);
    }

    /** The options of an elector's store there. */
    static JsonObject store(String uri) {
        return new JsonObject()
                .put("uri", uri)
                .put("createSchema", true)
                .put("sessionsTable", "many_sessions")
                .put("leasesTable", "many_leases")
                .put("overviewView", "many_overview");
    }

    /** Such as {@code PostgreSQL 18.4}. */
    String version() {
        String version = ask(mysql ? "SELECT VERSION()" : "SHOW server_version").getString(0);
        return (mysql ? version.contains("MariaDB") ? "MariaDB " : "MySQL " : "PostgreSQL ")
                + version.replaceFirst("[- ].*", "");
    }

    /** A proxy in front of it, and the URI that leads through that. */
    TcpProxy proxy() {
        return new TcpProxy(options.getHost(), options.getPort());
    }

    /** The same database through a port of this machine. */
    String through(TcpProxy proxy) {
        int authority = uri.indexOf("://") + 3;
        int path = uri.indexOf('/', authority);
        int users = uri.lastIndexOf('@', path);
        return uri.substring(0, users > 0 ? users + 1 : authority) + "127.0.0.1:" + proxy.port() + uri.substring(path);
    }

    WireCounter counter() {
        return mysql ? WireCounter.mysql() : WireCounter.postgres();
    }

    Written written() {
        long heartbeats = ask("SELECT CAST(COALESCE(SUM(version), 0) AS DECIMAL(20)) FROM many_sessions")
                .getLong(0);
        String leases = mysql
                ? "SELECT CONCAT(COUNT(*), '/', BIT_XOR(CRC32(CONCAT(component, term, released, nonce)))) FROM many_leases"
                : "SELECT count(*) || '/' || md5(string_agg(xmin::text, ',' ORDER BY component)) FROM many_leases";
        return new Written(
                heartbeats, Optional.ofNullable(ask(leases).getString(0)).orElse("none"));
    }

    /** How many of the leases a session that is not closed holds, and how many sessions hold one. */
    List<Long> held() {
        Row row = ask("""
                SELECT count(*), count(DISTINCT lease.holder)
                FROM many_leases AS lease
                JOIN many_sessions AS session ON session.session_id = lease.holder
                WHERE NOT lease.released AND NOT session.closed""");
        return List.of(row.getLong(0), row.getLong(1));
    }

    @Override
    public void close() {
        dropTables();
        Blocking.await(vertx.close());
    }

    private void dropTables() {
        for (String what : List.of(
                "VIEW IF EXISTS many_overview", "TABLE IF EXISTS many_leases", "TABLE IF EXISTS many_sessions")) {
            Blocking.await(connection.query("DROP " + what).execute());
        }
    }

    private Row ask(String sql) {
        return Blocking.await(connection.query(sql).execute()).iterator().next();
    }
}
