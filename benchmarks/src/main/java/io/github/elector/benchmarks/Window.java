// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * How asynchronous operations are measured: so many of them in flight at any moment, each next one started on the event
 * loop in the very turn in which one before it was answered.
 *
 * <p>The window has as many lanes as its width; a lane has one operation in flight, so what must not be asked twice at
 * once (a heartbeat of one session, a claim of one component) has a lane of its own. All of it happens on one event-loop
 * context, that of the store, as in an application: nothing blocks there, and the thread of JMH sleeps from the first to
 * the last operation. Its way there and back, two changes of thread, is shared by all the operations of an invocation.
 *
 * <p>With a width of 1 an operation's time is its latency. With more it is the time between two answers, of which the
 * event loop, the server or the connection is the narrowest place; latency is then about as many times longer.
 *
 * <p>A run fills the window and empties it. With as many operations as lanes nothing would be begun when something is
 * answered, and 6 of a hundred would meet fifteen others in flight; with 32 times as many it is 97.
 */
public final class Window {
    private static final long PATIENCE_SECONDS = 300;
    private static final int FILLINGS = 32;

    private final Context context;
    private final int width;

    /**
     * On this context.
     *
     * @param width how many operations are in flight
     * @throws IllegalArgumentException if the context is no event loop's, or nothing would be in flight
     */
    public Window(Context context, int width) {
        if (!context.isEventLoopContext()) {
            throw new IllegalArgumentException("the context is not that of an event loop, where an elector lives");
        }
        if (width < 1) {
            throw new IllegalArgumentException("window (" + width + ") must be 1 or more: that many are in flight");
        }
        this.context = context;
        this.width = width;
    }

    /** How many operations keep a window of this width full for nearly all of a run; a single lane always is. */
    static int leastOperations(int width) {
        return width == 1 ? 1 : FILLINGS * width;
    }

    /**
     * Runs so many operations and waits for the last; not to be called on an event loop.
     *
     * @param operation starts one in the lane it is told, on the context, and says when it is answered
     * @throws IllegalArgumentException if they are fewer than {@link #leastOperations}
     * @throws IllegalStateException if one failed, or was answered on another thread: then something else was measured
     */
    public void run(int operations, IntFunction<Future<?>> operation) {
        if (operations < leastOperations(width)) {
            throw new IllegalArgumentException(operations + " operations do not keep a window of " + width
                    + " full: it takes " + leastOperations(width) + " or more, -opi of JMH");
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        context.runOnContext(turn -> new Run(operations, operation, over).start());
        try {
            over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(
                    "an operation failed, so nothing was measured: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException silent) {
            throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s", silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while operations were in flight", interrupted);
        }
    }

    /** One filling and emptying of the window; on its context alone. */
    private final class Run {
        private final IntFunction<Future<?>> operation;
        private final CompletableFuture<Void> over;
        private final Thread loop = Thread.currentThread();
        private int unstarted;
        private int unanswered;

        Run(int operations, IntFunction<Future<?>> operation, CompletableFuture<Void> over) {
            this.operation = operation;
            this.over = over;
            this.unstarted = operations;
            this.unanswered = operations;
        }

        void start() {
            for (int lane = 0; lane < width; lane++) {
                next(lane);
            }
        }

        private void next(int lane) {
            if (unstarted > 0) {
                unstarted--;
                ask(lane).onComplete(answer -> answered(lane), this::fail);
            }
        }

        private Future<?> ask(int lane) {
            try {
                return operation.apply(lane);
            } catch (RuntimeException thrown) {
                return Future.failedFuture(thrown);
            }
        }

        private void answered(int lane) {
            if (Thread.currentThread() != loop) {
                fail(new IllegalStateException("answered on " + Thread.currentThread() + " and not on " + loop));
                return;
            }
            unanswered--;
            if (unanswered == 0) {
                over.complete(null);
            } else {
                next(lane);
            }
        }

        private void fail(Throwable failure) {
            unstarted = 0;
            over.completeExceptionally(failure);
        }
    }
}
