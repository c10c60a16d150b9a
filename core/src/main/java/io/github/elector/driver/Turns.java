// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.host.HostCommand;
import io.github.elector.time.Clock;
import io.github.elector.time.Moment;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One event at a time, on one context: the host takes it, its commands are run in order, then the next event is taken.
 * An event that comes up while commands are run waits for its turn.
 */
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    final Context context;
    private final Clock clock;
    private final Loop loop;
    private final Queue<Function<Moment, List<HostCommand>>> events = new ArrayDeque<>();
    private boolean running;
    private boolean stopped;

    /** What happens around the events. */
    interface Loop {
        /** Runs one command of the host. */
        void run(HostCommand command);

        /** No event is left for now. */
        void settled();

        /** The host or a command threw; nothing can be known of the state any more, and no event is taken. */
        void failed(Throwable bug);
    }

    Turns(Context context, Clock clock, Loop loop) {
        this.context = context;
        this.clock = clock;
        this.loop = loop;
    }

    /** Gives the host an event; ignored once stopped. On the context only. */
    void on(Function<Moment, List<HostCommand>> event) {
        if (stopped) {
            return;
        }
        events.add(event);
        if (running) {
            return;
        }
        running = true;
        try {
            for (var next = events.poll(); next != null && !stopped; next = events.poll()) {
                next.apply(clock.now()).forEach(loop::run);
            }
        } catch (Throwable bug) {
            // First: whatever else fails now, no heartbeat is sent any more.
            stopped = true;
            loop.failed(bug);
        } finally {
            running = false;
        }
        if (!stopped) {
            loop.settled();
        }
    }

    /** No event is taken any more. */
    void stop() {
        stopped = true;
    }

    boolean areStopped() {
        return stopped;
    }

    /** On the context: now if we are on it, else in a turn of its own. Any thread. */
    void inTurn(Runnable act) {
        if (Vertx.currentContext() == context) {
            act.run();
        } else {
            inTurnOfItsOwn(act);
        }
    }

    /** On the context, later. Any thread. */
    void inTurnOfItsOwn(Runnable act) {
        try {
            context.runOnContext(turn -> act.run());
        } catch (RejectedExecutionException vertxClosed) {
            LOG.debug("the Vertx is closed, so nothing is in hand here any more", vertxClosed);
        }
    }

    /** The same with an answer; fails with {@link RejectedExecutionException} once the Vertx is closed. Any thread. */
    <T> Future<T> ask(Supplier<Future<T>> act) {
        Promise<T> done = Promise.promise();
        try {
            context.runOnContext(turn -> act.get().onComplete(done));
        } catch (RejectedExecutionException vertxClosed) {
            done.fail(vertxClosed);
        }
        return done.future();
    }
}
