// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;

/** The tables on PostgreSQL; checked on 18.4. */
final class PostgresSchema implements SchemaDialect {
    private static final SchemaFiles SHIPPED = SchemaFiles.of("postgresql/V1__leader_tables.sql");

    private static final String DESCRIBE = """
            SELECT wanted.place, CASE WHEN class.relkind = 'r' THEN 'table' ELSE class.relkind::text END AS kind,
                   class.relpersistence <> 'u' AS durable,
                   has_table_privilege(class.oid, 'SELECT') AND has_table_privilege(class.oid, 'INSERT')
                       AND has_table_privilege(class.oid, 'UPDATE') AS allowed,
                   obj_description(class.oid, 'pg_class') AS comment,
                   attribute.attname::text AS column_name,
                   format_type(attribute.atttypid, NULL)
                       || CASE WHEN collated.collisdeterministic THEN '' ELSE COALESCE(' collate ' || collated.collname, '') END
                       AS column_type,
                   EXISTS (SELECT FROM pg_catalog.pg_index AS index
                           WHERE index.indrelid = class.oid AND index.indisunique AND index.indisvalid
                             AND index.indpred IS NULL AND index.indnkeyatts = 1
                             AND index.indkey[0] = attribute.attnum) AS is_key
            FROM unnest($1::text[]) WITH ORDINALITY AS wanted (name, place)
            LEFT JOIN pg_catalog.pg_class AS class ON class.oid = to_regclass(wanted.name)
            LEFT JOIN pg_catalog.pg_attribute AS attribute
                   ON attribute.attrelid = class.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
            LEFT JOIN pg_catalog.pg_collation AS collated ON collated.oid = attribute.attcollation
            """;

    // The lock goes with the transaction. CREATE TABLE IF NOT EXISTS alone fails when two run at once. What is read
    // behind the lock must be newer than the wait for it, and SelfContainedForm may not change the isolation any more
    // once something was read. The number spells "elector".
    private static final String BEGIN_AND_LOCK =
            "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(28542661870776178)";

    private static final String TEXT = "text";
    private static final String NUMBER = "bigint";
    private static final String TIME = "timestamp with time zone";
    private static final String TRUTH = "boolean";

    private final Tables tables;
    private final SchemaFiles files;
    private final StatementForm form;

    PostgresSchema(Tables tables, StatementForm form) {
        this(tables, SHIPPED, form);
    }

    /** With other files, for tests of what future ones will need. */
    PostgresSchema(Tables tables, SchemaFiles files, StatementForm form) {
        this.tables = tables;
        this.files = files;
        this.form = form;
    }

    @Override
    public Future<RowSet<Row>> describe(SqlConnection on) {
        String[] names = {tables.sessions().quoted(), tables.leases().quoted()};
        return form.run(on, DESCRIBE, Tuple.of(names));
    }

    @Override
    public Future<Void> upgrade(SqlConnection on, Function<RowSet<Row>, List<SchemaFile>> due) {
        return on.query(BEGIN_AND_LOCK)
                .execute()
                .compose(locked -> describe(on))
                .compose(found -> run(on, due.apply(found)))
                .compose(
                        done -> on.query("COMMIT").execute(),
                        failure -> on.query("ROLLBACK").execute().transform(undone -> Future.failedFuture(failure)))
                .mapEmpty();
    }

    private Future<?> run(SqlConnection on, List<SchemaFile> files) {
        Future<?> step = Future.succeededFuture();
        for (SchemaFile file : files) {
            step = step.compose(before -> on.query(tables.in(file.read())).execute());
        }
        return step;
    }

    @Override
    public String rightsToCreate() {
        return "USAGE and CREATE on schema " + tables.leases().schema();
    }

    @Override
    public List<WantedTable> wanted() {
        return List.of(
                new WantedTable(tables.sessions(), "session_id")
                        .with("session_id", TEXT)
                        .with("node", TEXT)
                        .with("version", NUMBER)
                        .with("lease_millis", NUMBER)
                        .with("renew_millis", NUMBER)
                        .with("started_at", TIME)
                        .with("renewed_at", TIME)
                        .with("closed", TRUTH)
                        .with("closed_by", TEXT)
                        .with("metadata", TEXT),
                new WantedTable(tables.leases(), "component")
                        .with("component", TEXT)
                        .with("holder", TEXT)
                        .with("term", NUMBER)
                        .with("acquired_at", TIME)
                        .with("released", TRUTH)
                        .with("generation", TEXT));
    }

    @Override
    public SchemaFiles files() {
        return files;
    }

    @Override
    public String notDurable(TableName table) {
        return "is unlogged, so a crash of the server empties it: run ALTER TABLE " + table.quoted() + " SET LOGGED";
    }

    /** A collation that is not deterministic takes several names for one. */
    @Override
    public String changeType(TableName table, String column, String type) {
        return "run ALTER TABLE " + table.quoted() + " ALTER COLUMN " + column + " TYPE " + type
                + (type.equals(TEXT) ? " COLLATE \"C\"" : " USING " + column + "::" + type)
                + " (after DROP VIEW " + tables.overview().quoted() + ", which "
                + files.all().get(0) + " makes again)";
    }
}
