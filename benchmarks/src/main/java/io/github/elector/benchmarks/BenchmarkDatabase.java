// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.store.StoreConfig;
import io.github.elector.store.StoreUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The database a benchmark runs on: {@code -p db=postgresql} is an embedded server of its own with the binaries in the
 * jar, which needs nothing installed and runs as an ordinary user and as root; {@code -p db=postgresql://…},
 * {@code mysql://…} or {@code mariadb://…} is one that runs already, with a user who may create tables; and {@code -p
 * db=env:NAME} is the one whose URI stands in an environment variable, as JMH prints parameters and writes them down, a
 * password too.
 *
 * <p>A commit is on the disk before it is answered, or the benchmark refuses: the fixture's server starts without fsync,
 * as it suits tests, and gets it back here. What the server says of itself is printed before the first iteration.
 *
 * <p>Tables have names of this run, and are removed with it.
 */
public final class BenchmarkDatabase implements AutoCloseable {
    /** An embedded PostgreSQL. */
    public static final String EMBEDDED_POSTGRES = "postgresql";

    private static final String ENVIRONMENT = "env:";

    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String RUN = Long.toString(System.currentTimeMillis(), 36)
            + Long.toString(ProcessHandle.current().pid(), 36);

    private final String uri;
    private final Optional<EmbeddedPostgresServer> own;

    private BenchmarkDatabase(String uri, Optional<EmbeddedPostgresServer> own) {
        this.uri = uri;
        this.own = own;
    }

    /**
     * The one a parameter names.
     *
     * @throws IllegalArgumentException if it names none
     * @throws IllegalStateException if it may lose what it has acknowledged
     */
    public static BenchmarkDatabase of(String parameter) {
        if (parameter.equals(EMBEDDED_POSTGRES)) {
            EmbeddedPostgresServer server =
                    new EmbeddedPostgresServer(Map.of("fsync", "on", "full_page_writes", "on"), "");
            return new BenchmarkDatabase(server.uri(), Optional.of(server)).checked();
        }
        return new BenchmarkDatabase(uri(parameter), Optional.empty()).checked();
    }

    private static String uri(String parameter) {
        if (parameter.startsWith(ENVIRONMENT)) {
            String name = parameter.substring(ENVIRONMENT.length());
            String value = System.getenv(name);
            if (value == null) {
                throw new IllegalArgumentException("db is '" + parameter + "', but the environment has no " + name
                        + ": export it, with the URI of the database");
            }
            return value;
        }
        if (!parameter.contains("://")) {
            throw new IllegalArgumentException("db is '" + parameter + "': give " + EMBEDDED_POSTGRES
                    + " for an embedded server, or a URI, postgresql://… or mysql://…, or env:NAME");
        }
        return parameter;
    }

    /** With the tables of this run. */
    public StoreConfig config() {
        return new StoreConfig(uri, options(), "vertx-elector benchmark", TIMEOUT_NANOS);
    }

    /** The store's part of an elector's options. */
    public JsonObject options() {
        return new JsonObject()
                .put("uri", uri)
                .put("createSchema", true)
                .put("sessionsTable", table("sessions"))
                .put("leasesTable", table("leases"))
                .put("overviewView", table("overview"));
    }

    /** The name of a table of this run. */
    public static String table(String name) {
        return "bench_" + RUN + "_" + name;
    }

    /** Where it is, password included. */
    public String uri() {
        return uri;
    }

    /** Whether it is MySQL or MariaDB. */
    public boolean isMysql() {
        return List.of("mysql", "mariadb").contains(StoreUri.scheme(uri));
    }

    @Override
    public void close() {
        own.ifPresent(EmbeddedPostgresServer::close);
    }

    private BenchmarkDatabase checked() {
        try {
            Durability durability = isMysql() ? mysql() : postgres();
            System.out.println("# Server: " + durability);
            durability.check();
            return this;
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
    }

    private Durability postgres() {
        return Durability.ofPostgres(
                asked(Durability.POSTGRES, vertx -> PgConnection.connect(vertx, PgConnectOptions.fromUri(uri))));
    }

    /** The binary log, where there is one, is what a replica gets, and is forced out or not by a setting of its own. */
    private Durability mysql() {
        Row row = asked("""
                SELECT VERSION() AS version,
                       CAST(@@global.innodb_flush_log_at_trx_commit AS CHAR) AS innodb_flush_log_at_trx_commit,
                       CASE WHEN CAST(@@global.log_bin AS CHAR) IN ('0', 'OFF') THEN '1'
                            ELSE CAST(@@global.sync_binlog AS CHAR) END
                           AS sync_binlog_if_any
                """, vertx -> MySQLConnection.connect(vertx, MySQLConnectOptions.fromUri(uri)));
        return new Durability(
                "MySQL or MariaDB " + row.getString("version"),
                Map.of("innodb_flush_log_at_trx_commit", "1", "sync_binlog_if_any", "1"),
                Durability.settings(row));
    }

    private static Row asked(String sql, Function<Vertx, Future<? extends SqlConnection>> connecting) {
        Vertx vertx = BenchmarkVertx.daemon();
        try {
            return BenchmarkVertx.await(connecting
                            .apply(vertx)
                            .compose(connection ->
                                    connection.query(sql).execute().eventually(connection::close)))
                    .iterator()
                    .next();
        } finally {
            BenchmarkVertx.await(vertx.close());
        }
    }
}
