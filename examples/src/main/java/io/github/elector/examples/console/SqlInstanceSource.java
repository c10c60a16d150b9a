// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.examples.database.LeaderPool;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

/** Reads the view {@code instances}, which puts together what Discovery and Engine have written. */
public final class SqlInstanceSource implements InstanceSource {
    private static final String COUNT = "SELECT count(*) FROM instances";

    // Its number is no parameter, which every kind of database writes in its own way.
    private static final String SOME = """
            SELECT mesh, app, ip, port, registered_by, runtime_name
            FROM instances ORDER BY mesh, app, name LIMIT\s""";

    private final LeaderPool pool;

    /** On connections that nothing else waits for; they are closed with it. */
    public SqlInstanceSource(LeaderPool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Instances> read(int atMost) {
        return pool.with(used -> used.withConnection(connection -> read(connection, atMost)));
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }

    private static Future<Instances> read(SqlConnection connection, int atMost) {
        return connection
                .query(SOME + atMost)
                .execute()
                .compose(some -> connection
                        .query(COUNT)
                        .execute()
                        .map(all ->
                                new Instances(shown(some), all.iterator().next().getLong(0))));
    }

    private static List<Instance> shown(RowSet<Row> rows) {
        List<Instance> shown = new ArrayList<>();
        for (Row row : rows) {
            String registeredBy = row.getString("registered_by");
            boolean isRunning = row.getString("runtime_name") != null;
            List<String> sources = new ArrayList<>();
            if (registeredBy != null) {
                sources.add("registry");
            }
            if (isRunning) {
                sources.add("runtime");
            }
            shown.add(new Instance(
                    row.getString("mesh"),
                    String.valueOf(row.getString("app")),
                    row.getString("ip") + ":" + row.getInteger("port"),
                    state(registeredBy != null, isRunning),
                    sources));
        }
        return shown;
    }

    private static String state(boolean isRegistered, boolean isRunning) {
        if (isRegistered && isRunning) {
            return "registered and running";
        }
        return isRunning ? "not registered" : "no process seen";
    }
}
