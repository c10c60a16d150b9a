// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** The upgrade on MariaDB, or a MySQL that was given. */
class MysqlSchemaUpgradeTest extends SchemaUpgradeContract {
    private final MysqlStores stores = MysqlStores.withoutTables();
    private final Tables tables = new SqlStoreOptions().tables(TableNaming.mysql(stores.database));

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
        return new MysqlSchema(tables);
    }

    @Override
    SchemaDialect future() {
        return new MysqlSchema(tables, SchemaFiles.of("mysql/V1__leader_tables.sql", "future/mysql/V2__future.sql"));
    }

    @Override
    FailureCodes failureCodes() {
        return new MysqlFailureCodes();
    }

    @Override
    ConnectionSettings administrator() {
        return settings(stores.administratorUri());
    }

    @Override
    ConnectionSettings user() {
        return settings(stores.grantedUser("pw"));
    }

    @Override
    void execute(String sql) {
        stores.execute(sql);
    }

    @Override
    int count(String sql) {
        return stores.execute(sql).size();
    }

    @Override
    void setComment(String comment) {
        execute("ALTER TABLE leader_leases COMMENT = '" + comment + "'");
    }

    @Override
    String futureColumn() {
        return "SELECT 1 FROM information_schema.columns WHERE table_schema = '" + stores.database
                + "' AND column_name = 'future'";
    }

    @Override
    void insertARow() {
        execute("INSERT INTO leader_leases VALUES ('billing', 'nobody~1', 1, UTC_TIMESTAMP(6), 1, 'none', 'none')");
    }

    @Override
    void closeAll() {
        stores.close();
    }

    private static ConnectionSettings settings(String uri) {
        return MysqlSettings.of(new StoreConfig(uri, new JsonObject(), "elector", TIMEOUT.toNanos()));
    }
}
