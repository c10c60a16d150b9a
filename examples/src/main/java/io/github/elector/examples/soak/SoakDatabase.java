// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.DemoTables;
import io.github.elector.examples.database.SmallVertx;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.Map;

/** The tables of {@code soak} in a database: dropped before and after. Its methods block. */
final class SoakDatabase implements AutoCloseable {
    private static final DemoTables TABLES = new DemoTables("soak");
    private static final String POSTGRES_CONNECTIONS = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()""";
    private static final String MYSQL_CONNECTIONS = """
            SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()""";

    private final DatabaseUri uri;
    private final Vertx vertx = SmallVertx.make();
    private final Pool pool;

    /** Drops what an earlier run has left behind. */
    SoakDatabase(DatabaseUri uri) {
        this.uri = uri;
        this.pool = uri.pool(vertx, 1, Map.of());
        drop();
    }

    /** The options of an elector's store there. */
    JsonObject store() {
        return TABLES.options(uri).toJson();
    }

    /** How many connections others have to this database. */
    int connections() {
        String asked = uri.isMysql() ? MYSQL_CONNECTIONS : POSTGRES_CONNECTIONS;
        return Blocking.await(pool.query(asked).execute()).iterator().next().getInteger(0);
    }

    @Override
    public void close() {
        drop();
        Blocking.await(vertx.close());
    }

    private void drop() {
        TABLES.drop().forEach(statement -> Blocking.await(pool.query(statement).execute()));
    }
}
