// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.DemoTables;
import io.github.elector.examples.database.SmallVertx;
import io.github.elector.sql.SqlStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of {@code nemesis} in a database: made before, dropped afterwards. Its methods block. */
final class NemesisTables implements AutoCloseable {
    private static final DemoTables TABLES = new DemoTables("nemesis");

    private final NemesisSql sql;
    private final Vertx vertx = SmallVertx.make();
    private final Pool pool;

    /** Drops what an earlier run has left behind, and makes an empty list of each kind for each component. */
    NemesisTables(DatabaseUri uri, List<String> components) {
        this.sql = NemesisSql.of(uri);
        this.pool = uri.pool(vertx, 1, Map.of());
        drop();
        ask(sql.create());
        for (String component : components) {
            for (ListKind kind : ListKind.values()) {
                ask("INSERT INTO nemesis_lists (component, list, last, length, term, stale) VALUES ('" + component
                        + "', '" + kind.text() + "', 0, 0, 0, 0)");
            }
        }
    }

    /** The tables of the electors there. */
    static SqlStoreOptions options(DatabaseUri uri) {
        return TABLES.options(uri);
    }

    /**
     * Ends the connection of some replica at the server.
     *
     * @return whether there was one, and it could be ended before it went by itself or the server did
     */
    boolean endConnection() {
        try {
            var ended = Blocking.await(pool.query(sql.endConnection()).execute());
            if (ended.size() > 0 && !sql.killConnection().isEmpty()) {
                ask(sql.killConnection() + ended.iterator().next().getString(0));
            }
            return ended.size() > 0;
        } catch (RuntimeException gone) {
            // Not counted as a fault: if it can never be done, the report has none of this kind.
            return false;
        }
    }

    /** The list of this kind of each component. */
    Map<String, ListHead> lists(ListKind kind) {
        Map<String, ListHead> lists = new HashMap<>();
        for (Row row : Blocking.await(pool.query(
                        "SELECT component, last, length, stale FROM nemesis_lists WHERE list = '" + kind.text() + "'")
                .execute())) {
            lists.put(
                    row.getString("component"),
                    new ListHead(row.getLong("last"), row.getLong("length"), row.getLong("stale")));
        }
        return lists;
    }

    /** A server that is gone keeps no tables. */
    @Override
    public void close() {
        try {
            drop();
        } finally {
            Blocking.await(vertx.close());
        }
    }

    private void drop() {
        TABLES.drop().forEach(this::ask);
        ask("DROP TABLE IF EXISTS nemesis_lists");
    }

    private void ask(String statement) {
        Blocking.await(pool.query(statement).execute());
    }
}
