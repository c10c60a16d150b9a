// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.many;

import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.SmallVertx;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.Optional;

/** The tables of {@code many} in a database: dropped before and after, and what their rows tell. Its methods block. */
final class ManyDatabase implements AutoCloseable {
    private static final String HEARTBEATS = "SELECT CAST(COALESCE(SUM(version), 0) AS DECIMAL(20)) FROM many_sessions";

    // Changes with every write of a row, whatever it writes.
    private static final String POSTGRES_LEASES =
            "SELECT count(*) || '/' || md5(string_agg(xmin::text, ',' ORDER BY component)) FROM many_leases";

    private static final String MYSQL_LEASES =
            "SELECT CONCAT(COUNT(*), '/', BIT_XOR(CRC32(CONCAT(component, term, released, nonce)))) FROM many_leases";

    private static final String HELD = """
            SELECT count(*), count(DISTINCT lease.holder)
            FROM many_leases AS lease
            JOIN many_sessions AS session ON session.session_id = lease.holder
            WHERE NOT lease.released AND NOT session.closed""";

    private final DatabaseUri uri;
    private final boolean mysql;
    private final Vertx vertx = SmallVertx.make();
    private final Pool pool;

    /**
     * What was written, as far as rows show it.
     *
     * @param heartbeats how many there have been, of all sessions
     * @param leases the same as long as no lease was written
     */
    record Written(long heartbeats, String leases) {}

    /**
     * What is led, by the rows.
     *
     * @param leases how many of them a session that is not closed holds
     * @param holders how many sessions hold one
     */
    record Held(long leases, long holders) {}

    /** Drops what an earlier run has left behind. */
    ManyDatabase(DatabaseUri uri) {
        this.uri = uri;
        this.mysql = uri.isMysql();
        this.pool = uri.pool(vertx, 1, Map.of());
        dropTables();
    }

    /** The options of an elector's store there. */
    static JsonObject store(DatabaseUri uri) {
        return new JsonObject()
                .put("uri", uri.secretText())
                .put("createSchema", true)
                .put("sessionsTable", "many_sessions")
                .put("leasesTable", "many_leases")
                .put("overviewView", "many_overview");
    }

    /** A proxy in front of it. */
    TcpProxy proxy() {
        return new TcpProxy(uri.host(), uri.port());
    }

    /** The same database through a proxy. */
    DatabaseUri through(TcpProxy proxy) {
        return uri.throughLocalPort(proxy.port());
    }

    WireCounter counter() {
        return mysql ? WireCounter.mysql() : WireCounter.postgres();
    }

    Written written() {
        String leases = ask(mysql ? MYSQL_LEASES : POSTGRES_LEASES).getString(0);
        return new Written(
                ask(HEARTBEATS).getLong(0), Optional.ofNullable(leases).orElse("none"));
    }

    Held held() {
        Row row = ask(HELD);
        return new Held(row.getLong(0), row.getLong(1));
    }

    @Override
    public void close() {
        dropTables();
        Blocking.await(vertx.close());
    }

    private void dropTables() {
        Blocking.await(pool.query("DROP VIEW IF EXISTS many_overview").execute());
        Blocking.await(pool.query("DROP TABLE IF EXISTS many_leases").execute());
        Blocking.await(pool.query("DROP TABLE IF EXISTS many_sessions").execute());
    }

    private Row ask(String sql) {
        return Blocking.await(pool.query(sql).execute()).iterator().next();
    }
}
