// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The PostgreSQL of all tests that do not hurt it; ends with the JVM. */
public final class SharedServer {
    static final EmbeddedPostgresServer SERVER = new EmbeddedPostgresServer();
    /** Stands in each URI, and must not be seen anywhere. */
    public static final String PASSWORD = "open-sesame";

    private SharedServer() {}

    /** A new, empty database; the password is not asked for, and must not be shown. */
    public static String freshDatabase() {
        return SERVER.freshDatabase().replace("postgres:postgres@", "postgres:" + PASSWORD + "@");
    }

    /** The tables and views in such a database. */
    public static List<String> tables(String database) {
        Vertx vertx = Vertx.vertx();
        try {
            List<String> tables = new ArrayList<>();
            for (Row row : Blocking.await(new DatabaseUri(database)
                    .pool(vertx, 1, Map.of())
                    .query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
                    .execute())) {
                tables.add(row.getString(0));
            }
            return tables;
        } finally {
            Blocking.await(vertx.close());
        }
    }
}
