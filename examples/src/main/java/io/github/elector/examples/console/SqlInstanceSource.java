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
            boolean isRegistered = row.getValue("registered_by") != null;
            boolean isRunning = row.getValue("runtime_name") != null;
            List<String> sources = new ArrayList<>();
            if (isRegistered) {
                sources.add("registry");
            }
            if (isRunning) {
                sources.add("runtime");
            }
            shown.add(new Instance(
                    text(row, "mesh"),
                    text(row, "app"),
                    text(row, "ip") + ":" + text(row, "port"),
                    state(isRegistered, isRunning),
                    sources));
        }
        return shown;
    }

    /** MySQL has names as bytes, which are UTF-8. What an application does not say is a question mark. */
    private static String text(Row row, String column) {
        Object value = row.getValue(column);
        return value == null ? "?" : value.toString();
    }

    private static String state(boolean isRegistered, boolean isRunning) {
        if (isRegistered && isRunning) {
            return "registered and running";
        }
        return isRunning ? "not registered" : "no process seen";
    }
}
