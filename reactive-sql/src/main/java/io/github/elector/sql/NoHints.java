// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.Hint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** For databases that tell nobody anything: looks happen by themselves, and a released lease is found by the next one. */
final class NoHints implements Hints {
    private final DedicatedConnection connection;

    NoHints(Vertx vertx, ConnectionSettings settings, SqlFailures failures) {
        this.connection = new DedicatedConnection(vertx, settings, failures);
    }

    @Override
    public DedicatedConnection connection() {
        return connection;
    }

    @Override
    public void start(Consumer<Hint> listener) {
        // There is nothing to tell it.
    }

    @Override
    public void announceAfter(DedicatedConnection writer, Hint hint) {
        // There is no way to tell it.
    }

    @Override
    public Future<Void> noticed() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        return connection.close();
    }
}
