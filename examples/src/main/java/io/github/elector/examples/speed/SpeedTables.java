// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.speed;

import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.SmallVertx;
import io.github.elector.sql.SqlStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What is in SQL, on a connection of its own. In the end tables that were not there before are dropped, and in others the
 * rows of this mesh deleted. Its methods block.
 */
final class SpeedTables implements AutoCloseable {
    private static final String POSTGRES_TABLES =
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()";
    private static final String MYSQL_TABLES =
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()";
    private static final String POSTGRES_ROW = "SELECT 1 FROM rpc_instances WHERE mesh = $1 AND name = $2";
    private static final String MYSQL_ROW = "SELECT 1 FROM rpc_instances WHERE mesh = ? AND name = ?";
    private static final List<String> VIEWS = List.of("applications", "instances");
    private static final List<String> TABLES =
            List.of("rpc_instances", "runtime_instances", "registry_resources", "resource_journal");
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final DatabaseUri uri;
    private final String mesh;
    private final Vertx vertx = SmallVertx.make();
    private final Pool pool;
    private final Set<String> before;

    /** Looks what is there already. */
    SpeedTables(DatabaseUri uri, String mesh) {
        this.uri = uri;
        this.mesh = mesh;
        this.pool = uri.pool(vertx, 1, Map.of());
        this.before = tables();
    }

    /** How many instances. */
    long rows() {
        return Blocking.await(pool.query("SELECT count(*) FROM rpc_instances WHERE mesh = '" + mesh + "'")
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }

    /** When a SELECT found it, on the clock of {@link System#nanoTime()}; it is looked for every millisecond. */
    long awaitRow(String name) {
        String sql = uri.isMysql() ? MYSQL_ROW : POSTGRES_ROW;
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (Blocking.await(pool.preparedQuery(sql).execute(Tuple.of(mesh, name)))
                        .size()
                == 0) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("waited 60 s for the row of '" + name + "', in vain");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return System.nanoTime();
    }

    /** Deletes what this mesh has. */
    void clear() {
        Set<String> now = tables();
        TABLES.stream()
                .filter(now::contains)
                .forEach(table -> run("DELETE FROM " + table + " WHERE mesh = '" + mesh + "'"));
    }

    @Override
    public void close() {
        clear();
        SqlStoreOptions elector = new SqlStoreOptions();
        VIEWS.forEach(this::dropView);
        dropView(elector.getOverviewView());
        TABLES.forEach(this::dropTable);
        dropTable(elector.getLeasesTable());
        dropTable(elector.getSessionsTable());
        Blocking.await(vertx.close());
    }

    private void dropView(String view) {
        if (!before.contains(view)) {
            run("DROP VIEW IF EXISTS " + view);
        }
    }

    private void dropTable(String table) {
        if (!before.contains(table)) {
            run("DROP TABLE IF EXISTS " + table);
        }
    }

    private Set<String> tables() {
        Set<String> names = new HashSet<>();
        for (Row row : Blocking.await(
                pool.query(uri.isMysql() ? MYSQL_TABLES : POSTGRES_TABLES).execute())) {
            names.add(row.getString(0).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private void run(String statement) {
        Blocking.await(pool.query(statement).execute());
    }
}
