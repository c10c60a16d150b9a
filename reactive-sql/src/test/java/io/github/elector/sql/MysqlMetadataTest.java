// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStore;
import io.vertx.core.json.JsonObject;

class MysqlMetadataTest extends MetadataContract {
    private final MysqlStores stores = new MysqlStores();

    @Override
    LeaseStore prepared() {
        return stores.prepared();
    }

    @Override
    JsonObject storeConfig() {
        return MysqlStores.options().put("uri", stores.uri());
    }

    @Override
    Dialect dialect() {
        return new MysqlDialect(new SqlStoreOptions().tables(TableNaming.mysql(stores.database)));
    }

    @Override
    DedicatedConnection dedicated() {
        return stores.dedicated();
    }

    @Override
    void execute(String sql) {
        stores.execute(sql.replace("{sessions}", "leader_sessions"));
    }

    @Override
    String longText(int length) {
        return "repeat('x', " + length + ")";
    }

    @Override
    void widenTheColumn() {
        execute("ALTER TABLE {sessions} MODIFY metadata longtext CHARACTER SET utf8mb4");
    }

    @Override
    String overview(String component) {
        return stores.execute("SELECT metadata FROM leader_overview WHERE component = '" + component + "'")
                .iterator()
                .next()
                .getString(0);
    }

    @Override
    void closeStores() {
        stores.close();
    }
}
