// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStore;

class PostgresMetadataTest extends MetadataContract {
    private final TestStores stores = new TestStores();

    @Override
    LeaseStore prepared() {
        return stores.prepared();
    }

    @Override
    Dialect dialect() {
        return new PostgresDialect(new SqlStoreOptions(TestStores.options(stores.schema)).tables(TableNaming.POSTGRES));
    }

    @Override
    DedicatedConnection dedicated() {
        return stores.dedicated();
    }

    @Override
    void execute(String sql) {
        stores.execute(sql.replace("{sessions}", "%s.leader_sessions"));
    }

    @Override
    String longText(int length) {
        // Of that length as it is kept, too.
        execute("ALTER TABLE {sessions} ALTER COLUMN metadata SET STORAGE EXTERNAL");
        return "repeat('x', " + length + ")";
    }

    @Override
    void widenTheColumn() {
        // It is as wide as it can be.
    }

    @Override
    String overview(String component) {
        return stores.execute("SELECT metadata FROM %s.leader_overview WHERE component = '" + component + "'")
                .iterator()
                .next()
                .getString(0);
    }

    @Override
    void closeStores() {
        stores.close();
    }
}
