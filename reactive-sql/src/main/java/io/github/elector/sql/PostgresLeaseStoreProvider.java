// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;

/** Makes {@link SqlLeaseStore}s for {@code postgresql:} and {@code postgres:}. */
public final class PostgresLeaseStoreProvider implements LeaseStoreProvider {
    /** For the service loader. */
    public PostgresLeaseStoreProvider() {}

    @Override
    public boolean accepts(String scheme) {
        return scheme.equals("postgresql") || scheme.equals("postgres");
    }

    /** Host, port, database and table of leases: two users of them are rivals for the same rows. */
    @Override
    public String identity(StoreConfig config) {
        return "postgresql://" + PostgresSettings.of(config).identity() + " "
                + SqlStoreOptions.leasesTable(config.options(), TableNaming.POSTGRES);
    }

    @Override
    public LeaseStore create(Vertx vertx, StoreConfig config) {
        return SqlLeaseStore.postgres(vertx, config);
    }
}
