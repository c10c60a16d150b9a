// SPDX-License-Identifier: Apache-2.0

import io.github.elector.sql.MysqlLeaseStoreProvider;
import io.github.elector.sql.PostgresLeaseStoreProvider;
import io.github.elector.store.LeaseStoreProvider;
import org.jspecify.annotations.NullMarked;

/** The lease store on PostgreSQL, MySQL and MariaDB, over the Vert.x reactive clients, and fences on them. */
@NullMarked
module io.github.elector.sql {
    // The PostgreSQL client requires it only statically, and cannot log in by SCRAM without it.
    requires com.ongres.scram.client;
    requires transitive io.github.elector.core;
    requires transitive io.vertx.sql.client;
    requires io.vertx.core.logging;
    requires io.vertx.sql.client.mysql;
    requires io.vertx.sql.client.pg;
    requires static io.smallrye.mutiny;
    requires static transitive org.jspecify;

    exports io.github.elector.sql;
    exports io.github.elector.sql.mutiny;

    provides LeaseStoreProvider with
            PostgresLeaseStoreProvider,
            MysqlLeaseStoreProvider;
}
