// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * The table of fences on MySQL and MariaDB.
 *
 * @param table which
 */
record MysqlFenceTable(TableName table) implements FenceTableDialect {
    private static final SchemaFile FILE = new SchemaFile("fences/mysql/V1__leader_fences.sql");

    // Assignments are made from left to right, so the term is the last to change.
    private static final String RAISE = """
            INSERT INTO leader_fences (component, term, holder, raised_at) VALUES (?, ?, ?, UTC_TIMESTAMP(6))
            ON DUPLICATE KEY UPDATE
                raised_at = IF(term < VALUES(term), VALUES(raised_at), raised_at),
                holder = IF(term < VALUES(term), VALUES(holder), holder),
                term = GREATEST(term, VALUES(term))
            """;

    private static final String REPAIR = """
            UPDATE leader_fences SET holder = 'repaired', term = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000 \
            WHERE component = '{component}'""";

    // A plain read would show the row as it was when the transaction began.
    private static final String READ = """
            SELECT term, CONVERT(holder USING latin1) AS holder
            FROM leader_fences
            WHERE component = ?
            LOCK IN SHARE MODE
            """;

    @Override
    public String raise() {
        return named(RAISE);
    }

    @Override
    public String read() {
        return named(READ);
    }

    /** A component's name has nothing in it that ends a literal. */
    @Override
    public String repair(ComponentName component) {
        return named(REPAIR).replace("{component}", component.value());
    }

    @Override
    public SchemaFile schemaFile() {
        return FILE;
    }

    @Override
    public Future<Void> create(SqlConnection on) {
        return on.query(named(schemaFile().read())).execute().mapEmpty();
    }

    private String named(String sql) {
        return sql.replace(FenceTable.DEFAULT_NAME, table.quoted());
    }
}
