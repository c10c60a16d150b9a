// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server says about keeping what it has acknowledged. Without it a statement that writes costs a tenth, and no
 * application that needs a leader would run on it.
 *
 * @param server what it is
 * @param wanted the settings it must have
 * @param settings those it has, more of them than are wanted
 */
public record Durability(String server, Map<String, String> wanted, Map<String, String> settings) {
    public Durability {
        wanted = Map.copyOf(wanted);
        settings = new TreeMap<>(settings);
    }

    /** What PostgreSQL is asked for {@link #ofPostgres}. */
    public static final String POSTGRES = """
            SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
                   current_setting('full_page_writes') AS full_page_writes,
                   current_setting('wal_sync_method') AS wal_sync_method,
                   current_setting('shared_buffers') AS shared_buffers
            """;

    /** What a PostgreSQL says that has answered {@link #POSTGRES} with this row. */
    public static Durability ofPostgres(Row row) {
        return new Durability(
                "PostgreSQL " + row.getString("version"),
                Map.of("fsync", "on", "full_page_writes", "on"),
                settings(row));
    }

    /** The columns of a row, by name. */
    static Map<String, String> settings(Row row) {
        Map<String, String> settings = new TreeMap<>();
        for (int i = 0; i < row.size(); i++) {
            settings.put(row.getColumnName(i), String.valueOf(row.getValue(i)));
        }
        return settings;
    }

    /**
     * Refuses a server that may lose commits.
     *
     * @throws IllegalStateException naming the setting, and what it should be
     */
    public void check() {
        wanted.forEach((name, value) -> {
            String found = settings.get(name);
            if (!value.equals(found)) {
                throw new IllegalStateException("the server (" + server + ") has " + name + " = " + found
                        + ", so a crash loses what it has acknowledged and figures would flatter: set it to " + value);
            }
        });
    }

    @Override
    public String toString() {
        return server + ", " + settings;
    }
}
