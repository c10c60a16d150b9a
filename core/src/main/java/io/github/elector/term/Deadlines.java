// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/**
 * Who keeps the deadlines of a host: a future that has not completed by then fails with
 * {@link java.util.concurrent.TimeoutException}. Any thread.
 *
 * <p>It is given from outside, like the clock, since a future without a context has its deadline kept by a thread of the
 * JVM: the simulation of the driver has to play that one as well.
 */
public interface Deadlines {
    /** Those of Vert.x: kept by the event loop of the future's context, and by a thread of the JVM if it has none. */
    Deadlines OF_VERTX = new Deadlines() {
        @Override
        public <T> Future<T> within(long millis, Future<T> future) {
            return future.timeout(millis, TimeUnit.MILLISECONDS);
        }
    };

    /** The same outcome, or a failure after {@code millis}. */
    <T> Future<T> within(long millis, Future<T> future);
}
