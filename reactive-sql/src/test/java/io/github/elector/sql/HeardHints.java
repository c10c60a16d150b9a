// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.Hint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/** Hints, one after the other, as futures; from any thread. */
final class HeardHints {
    private final Deque<Promise<Hint>> given = new ArrayDeque<>();
    private final Deque<Promise<Hint>> awaited = new ArrayDeque<>();
    private int count;

    synchronized void give(Hint hint) {
        count++;
        if (awaited.isEmpty()) {
            Promise<Hint> early = Promise.promise();
            early.complete(hint);
            given.add(early);
        } else {
            awaited.remove().complete(hint);
        }
    }

    synchronized Future<Hint> next() {
        if (!given.isEmpty()) {
            return given.remove().future();
        }
        Promise<Hint> later = Promise.promise();
        awaited.add(later);
        return later.future();
    }

    synchronized int count() {
        return count;
    }
}
