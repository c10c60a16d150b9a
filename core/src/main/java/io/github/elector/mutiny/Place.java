// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody is told: on a Vert.x context, or, without one, on any thread.
 *
 * @param context which, or null
 */
record Place(@Nullable Context context) {
    /** Where this is asked. */
    static Place here() {
        return new Place(Vertx.currentContext());
    }

    /**
     * Whether this thread is there. Only on event loops: what {@code executeBlocking} runs has the context too, beside
     * its turns.
     */
    boolean isHere() {
        return context == null
                || (Vertx.currentContext() == context && context.isEventLoopContext() && Context.isOnEventLoopThread());
    }

    /** Runs it there, in a turn of its own; on this thread if there is no such place, or not any more. */
    void run(Runnable act) {
        if (context == null) {
            act.run();
            return;
        }
        try {
            context.runOnContext(turn -> act.run());
        } catch (RejectedExecutionException contextClosed) {
            act.run();
        }
    }
}
