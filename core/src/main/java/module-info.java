// SPDX-License-Identifier: Apache-2.0

import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.MemoryLeaseStoreProvider;
import org.jspecify.annotations.NullMarked;

/** Leader election for Vert.x: sessions, elections, terms, and the store they need. */
@NullMarked
module io.github.elector.core {
    requires transitive io.vertx.core;
    requires io.vertx.core.logging;
    requires static io.smallrye.mutiny;
    requires static io.vertx.healthcheck;
    requires static micrometer.core;
    requires static transitive org.jspecify;

    exports io.github.elector;
    exports io.github.elector.health;
    exports io.github.elector.lease;
    exports io.github.elector.metrics;
    exports io.github.elector.micrometer;
    exports io.github.elector.mutiny;
    exports io.github.elector.notice;
    exports io.github.elector.store;

    uses LeaseStoreProvider;

    provides LeaseStoreProvider with
            MemoryLeaseStoreProvider;
}
