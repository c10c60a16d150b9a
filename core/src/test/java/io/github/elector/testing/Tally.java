// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import static io.github.elector.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Counts something that happens, on any thread, and tells whoever waits for the n-th time. */
public final class Tally {
    private final String what;
    private final List<Waiter> waiters = new ArrayList<>();
    private int count;

    private record Waiter(int times, Promise<Void> reached) {}

    /** Of what, for the message of a wait in vain. */
    public Tally(String what) {
        this.what = what;
    }

    /** It happened once more. */
    public void hit() {
        List<Waiter> due;
        synchronized (this) {
            count++;
            due = waiters.stream().filter(waiter -> waiter.times() <= count).toList();
            waiters.removeAll(due);
        }
        due.forEach(waiter -> waiter.reached().complete());
    }

    public synchronized int count() {
        return count;
    }

    /** Completes once it has happened so many times in all. */
    public synchronized Future<Void> reached(int times) {
        if (count >= times) {
            return Future.succeededFuture();
        }
        Promise<Void> reached = Promise.promise();
        waiters.add(new Waiter(times, reached));
        return reached.future();
    }

    /** Waits until it has happened so many times in all. */
    public void awaitReached(int times) {
        await(what + " for the " + times + ". time", reached(times));
    }

    /** Waits until it has happened so many times more. */
    public void awaitMore(int times) {
        awaitReached(count() + times);
    }
}
