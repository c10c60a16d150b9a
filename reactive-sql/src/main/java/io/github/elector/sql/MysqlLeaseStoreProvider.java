// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;

/** Makes {@link SqlLeaseStore}s for {@code mysql:} and {@code mariadb:}. */
public final class MysqlLeaseStoreProvider implements LeaseStoreProvider {
    /** For the service loader. */
    public MysqlLeaseStoreProvider() {}

    @Override
    public boolean accepts(String scheme) {
        return scheme.equals("mysql") || scheme.equals("mariadb");
    }

    /** Host, port, database and table of leases: two users of them are rivals for the same rows. */
    @Override
    public String identity(StoreConfig config) {
        MysqlSettings settings = MysqlSettings.of(config);
        return "mysql://" + settings.identity() + " "
                + SqlStoreOptions.leasesTable(config.options(), settings.naming());
    }

    @Override
    public LeaseStore create(Vertx vertx, StoreConfig config) {
        return SqlLeaseStore.mysql(vertx, config);
    }
}
