// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.Hint;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** For databases that tell nobody anything: looks happen by themselves, and a released lease is found by the next one. */
final class NoHints implements Hints {
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
    public void close() {
        // There is nothing to end.
    }
}
