// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The tables on MySQL and MariaDB; checked on MariaDB 11.4.5 and 10.11 and on MySQL 9.7.4. */
final class MysqlSchema implements SchemaDialect {
    private static final SchemaFiles SHIPPED = SchemaFiles.of("mysql/V1__leader_tables.sql");

    // The table is named by constants each time, without which MariaDB opens every table it has. MariaDB shows the
    // width of a number, which means nothing, and MySQL from 8.0.19 on does not.
    private static final String DESCRIBE_TABLE = """
            SELECT {place} AS place,
                   CASE WHEN described.table_type = 'BASE TABLE' THEN 'table' ELSE described.table_type END AS kind,
                   COALESCE(described.engine = 'InnoDB', FALSE) AS durable, described.table_comment AS comment,
                   LOCATE('select', columns.privileges) > 0 AND LOCATE('insert', columns.privileges) > 0
                       AND LOCATE('update', columns.privileges) > 0 AS allowed,
                   columns.column_name AS column_name,
                   CONCAT(CASE WHEN columns.data_type NOT IN ('bigint', 'tinyint') THEN columns.column_type
                               WHEN LOCATE('unsigned', columns.column_type) > 0 THEN CONCAT(columns.data_type, ' unsigned')
                               ELSE columns.data_type END,
                          COALESCE(CONCAT(' collate ', columns.collation_name), '')) AS column_type,
                   columns.column_key = 'PRI' AND (
                       SELECT COUNT(*) = 1 AND MAX(keys_of.sub_part) IS NULL
                       FROM information_schema.statistics AS keys_of
                       WHERE keys_of.table_schema = ? AND keys_of.table_name = ? AND keys_of.index_name = 'PRIMARY'
                   ) AS is_key
            FROM information_schema.tables AS described
            JOIN information_schema.columns AS columns
              ON columns.table_schema = ? AND columns.table_name = ?
            WHERE described.table_schema = ? AND described.table_name = ?
            """;

    // Two that create the same table at once may deadlock over it.
    private static final String LOCK = "SELECT GET_LOCK('io.github.elector schema', 60) AS locked";
    private static final String UNLOCK = "DO RELEASE_LOCK('io.github.elector schema')";

    private static final Set<String> NULLABLE = Set.of("closed_by", "metadata");

    private static final String KEY = "varbinary(128)";
    private static final String SESSION = "varbinary(200)";
    private static final String NUMBER = "bigint";
    private static final String TIME = "datetime(6)";
    private static final String TRUTH = "tinyint";
    private static final String NONCE = "char(36) collate ascii_bin";

    private final Tables tables;
    private final SchemaFiles files;

    MysqlSchema(Tables tables) {
        this(tables, SHIPPED);
    }

    /** With other files, for tests of what future ones will need. */
    MysqlSchema(Tables tables, SchemaFiles files) {
        this.tables = tables;
        this.files = files;
    }

    @Override
    public Future<RowSet<Row>> describe(SqlConnection on) {
        Tuple names = Tuple.tuple();
        for (TableName table : List.of(tables.sessions(), tables.leases())) {
            for (int i = 0; i < 3; i++) {
                names.addString(table.schema()).addString(table.name());
            }
        }
        String both = DESCRIBE_TABLE.replace("{place}", "1") + "UNION ALL\n" + DESCRIBE_TABLE.replace("{place}", "2");
        return on.preparedQuery(both).execute(names);
    }

    @Override
    public Future<Void> upgrade(SqlConnection on, Function<RowSet<Row>, List<SchemaFile>> due) {
        return on.query(LOCK)
                .execute()
                .compose(MysqlSchema::lockedOrLate)
                .compose(locked -> describe(on)
                        .compose(found -> run(on, due.apply(found)))
                        .eventually(() -> on.query(UNLOCK).execute()))
                .mapEmpty();
    }

    private static Future<?> lockedOrLate(RowSet<Row> answer) {
        Long locked = answer.iterator().next().getLong("locked");
        return locked != null && locked == 1
                ? Future.succeededFuture()
                : Future.failedFuture(new TimeoutException("somebody else has been creating tables for a long time"));
    }

    /** One by one: nobody but a text protocol that allows several at once would take them together. */
    private Future<?> run(SqlConnection on, List<SchemaFile> files) {
        Future<?> step = Future.succeededFuture();
        for (SchemaFile file : files) {
            for (String statement : file.statements()) {
                step = step.compose(before -> on.query(tables.in(statement)).execute());
            }
        }
        return step;
    }

    @Override
    public String rightsToCreate() {
        return "CREATE, CREATE VIEW and DROP on database " + tables.leases().schema();
    }

    @Override
    public List<WantedTable> wanted() {
        return List.of(
                new WantedTable(tables.sessions(), "session_id")
                        .with("session_id", SESSION)
                        .with("node", "varchar(128) collate ascii_bin")
                        .with("version", NUMBER)
                        .with("lease_millis", NUMBER)
                        .with("renew_millis", NUMBER)
                        .with("started_at", TIME)
                        .with("renewed_at", TIME)
                        .with("closed", TRUTH)
                        .with("closed_by", "varchar(200) collate ascii_bin")
                        .with("nonce", NONCE)
                        .with("metadata", "varchar(2048) collate ascii_bin"),
                new WantedTable(tables.leases(), "component")
                        .with("component", KEY)
                        .with("holder", SESSION)
                        .with("term", NUMBER)
                        .with("acquired_at", TIME)
                        .with("released", TRUTH)
                        .with("generation", "varchar(300) collate utf8mb4_bin")
                        .with("nonce", NONCE));
    }

    @Override
    public SchemaFiles files() {
        return files;
    }

    /** A table on which a user has no right at all is not shown to that user. */
    @Override
    public String missing() {
        return "is missing, or this user has no right on it";
    }

    @Override
    public String notDurable(TableName table) {
        return "is not kept by InnoDB, which alone has transactions: run ALTER TABLE " + table.quoted()
                + " ENGINE = InnoDB";
    }

    /** A key of another type may take two names for one. */
    @Override
    public String changeType(TableName table, String column, String type) {
        return "run ALTER TABLE " + table.quoted() + " MODIFY " + column + " " + type
                + (NULLABLE.contains(column) ? "" : " NOT NULL");
    }
}
