// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Lets the notices be heard that were published while a Vertx closes. A verticle that listens hears them before it is
 * undeployed; who listens outside of one would be taken off the bus a few turns later, and hear them only if his event
 * loop was not busy just then.
 */
final class LastNotices {
    /** An event loop that is held up for longer holds up nobody's closing. */
    private static final long PATIENCE_MILLIS = 2_000;

    private LastNotices() {}

    /** Completes when each of these event loops has had a turn behind everything it was given until now. */
    static Future<Void> heard(Iterable<? extends Executor> loops) {
        List<Future<Void>> turns = new ArrayList<>();
        loops.forEach(loop -> turns.add(turnOf(loop)));
        return Future.join(turns)
                .<Void>mapEmpty()
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private static Future<Void> turnOf(Executor loop) {
        Promise<Void> turn = Promise.promise();
        try {
            loop.execute(turn::complete);
        } catch (RejectedExecutionException gone) {
            turn.complete();
        }
        return turn.future();
    }
}
