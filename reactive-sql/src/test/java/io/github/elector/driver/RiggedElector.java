// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.time.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.UnaryOperator;

/** An elector with another clock, and with something between it and its store, which nobody but a test may have. */
public final class RiggedElector {
    private RiggedElector() {}

    /** As {@link Elector#start}, on the store its options name, wrapped by {@code between}. */
    public static Future<Elector> start(
            Vertx vertx, ElectorOptions options, TermWork work, Clock clock, UnaryOperator<LeaseStore> between) {
        String uri = options.getStore().getString("uri");
        return Hosts.of(vertx)
                .start(
                        options,
                        uri,
                        work,
                        clock,
                        (owner, config) -> between.apply(LeaseStoreProvider.find(owner, config)));
    }
}
