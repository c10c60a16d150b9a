// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** The upgrade on PostgreSQL. */
class PostgresSchemaUpgradeTest extends SchemaUpgradeContract {
    private final TestStores stores = TestStores.withoutTables();
    private final Tables tables = new SqlStoreOptions(TestStores.options(stores.schema)).tables(TableNaming.POSTGRES);

    @Override
    Vertx vertx() {
        return stores.vertx;
    }

    @Override
    TableName leases() {
        return tables.leases();
    }

    @Override
    SchemaDialect now() {
        return new PostgresSchema(tables, StatementForm.PREPARED);
    }

    @Override
    SchemaDialect future() {
        return new PostgresSchema(
                tables,
                SchemaFiles.of("postgresql/V1__leader_tables.sql", "future/postgresql/V2__future.sql"),
                StatementForm.PREPARED);
    }

    @Override
    FailureCodes failureCodes() {
        return new PostgresFailureCodes();
    }

    @Override
    ConnectionSettings administrator() {
        return settings(stores.server.uri());
    }

    @Override
    ConnectionSettings user() {
        return settings(stores.server.freshRole("pw", stores.schema));
    }

    @Override
    void execute(String sql) {
        stores.execute(tables.in(sql));
    }

    @Override
    int count(String sql) {
        return stores.execute(tables.in(sql)).size();
    }

    @Override
    void setComment(String comment) {
        execute("COMMENT ON TABLE leader_leases IS '" + comment + "'");
    }

    @Override
    String futureColumn() {
        return "SELECT FROM information_schema.columns WHERE table_schema = '%s' AND column_name = 'future'";
    }

    @Override
    void insertARow() {
        execute("INSERT INTO leader_leases VALUES ('billing', 'nobody~1', 1, now(), true, 'none')");
    }

    @Override
    void closeAll() {
        stores.close();
    }

    private ConnectionSettings settings(String uri) {
        return PostgresSettings.of(new StoreConfig(uri, new JsonObject(), stores.application, TIMEOUT.toNanos()));
    }
}
