// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * The table of fences on PostgreSQL.
 *
 * @param table which
 */
record PostgresFenceTable(TableName table) implements FenceTableDialect {
    private static final SchemaFile FILE = new SchemaFile("fences/postgresql/V1__leader_fences.sql");

    // The row is locked also where the condition keeps it as it is.
    private static final String RAISE = """
            INSERT INTO leader_fences AS fence (component, term, holder, raised_at)
            VALUES ($1::text, $2::bigint, $3::text, clock_timestamp())
            ON CONFLICT (component) DO UPDATE
            SET term = excluded.term, holder = excluded.holder, raised_at = excluded.raised_at
            WHERE fence.term < excluded.term
            """;

    private static final String REPAIR = """
            UPDATE leader_fences SET holder = 'repaired', term = (extract(epoch FROM clock_timestamp()) * 1000)::bigint \
            WHERE component = '{component}'""";

    private static final String READ = """
            SELECT term, holder
            FROM leader_fences
            WHERE component = $1::text
            FOR SHARE
            """;

    // CREATE TABLE IF NOT EXISTS fails when two run at once. The number spells "fences".
    private static final String LOCK = "SELECT pg_advisory_xact_lock(112559988269427);\n";

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
        return on.query(LOCK + named(schemaFile().read())).execute().mapEmpty();
    }

    private String named(String sql) {
        return sql.replace(FenceTable.DEFAULT_NAME, table.quoted());
    }
}
