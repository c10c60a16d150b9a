// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;

/** Warns, once for each store, of what about the server puts a promise at risk although the store works. */
final class ServerCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);

    private final Dialect dialect;
    private final DedicatedConnection connection;
    private boolean warned;

    ServerCheck(Dialect dialect, DedicatedConnection connection) {
        this.dialect = dialect;
        this.connection = connection;
    }

    /** Asks the server. */
    Future<Void> ask() {
        return connection
                .use("checking the server", dialect::caution)
                .onSuccess(this::warn)
                .mapEmpty();
    }

    private void warn(String caution) {
        if (!caution.isEmpty() && !warned) {
            warned = true;
            LOG.warn(caution);
        }
    }
}
