// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import io.github.elector.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a watch told, and waiting for what it will tell; any thread. */
public final class Seen implements Consumer<Delta> {
    private final List<Delta> deltas = new ArrayList<>();
    private final List<Waiter> waiters = new ArrayList<>();

    @Override
    public synchronized void accept(Delta delta) {
        deltas.add(delta);
        waiters.removeIf(waiter -> waiter.hears(delta));
    }

    /** All so far. */
    public synchronized List<Delta> all() {
        return List.copyOf(deltas);
    }

    /** The first that is so, told or to be told. */
    public Delta await(String what, Predicate<Delta> wanted) {
        return Await.await(what, first(wanted));
    }

    /** The first that tells of this instance as there. */
    public RuntimeInstance awaitUpserted(String what, Predicate<RuntimeInstance> wanted) {
        return ((Delta.Upserted) await(
                        what, delta -> delta instanceof Delta.Upserted upserted && wanted.test(upserted.instance())))
                .instance();
    }

    /** The first that tells of this instance as gone. */
    public Delta.Deleted awaitDeleted(InstanceKey key) {
        return (Delta.Deleted) await(
                "the end of " + key,
                delta -> delta instanceof Delta.Deleted gone && gone.key().equals(key));
    }

    private synchronized Future<Delta> first(Predicate<Delta> wanted) {
        for (Delta delta : deltas) {
            if (wanted.test(delta)) {
                return Future.succeededFuture(delta);
            }
        }
        Waiter waiter = new Waiter(wanted, Promise.promise());
        waiters.add(waiter);
        return waiter.promise.future();
    }

    private record Waiter(Predicate<Delta> wanted, Promise<Delta> promise) {
        boolean hears(Delta delta) {
            return wanted.test(delta) && promise.tryComplete(delta);
        }
    }
}
