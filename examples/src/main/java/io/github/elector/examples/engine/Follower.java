// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import io.github.elector.TermOverException;
import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.OneLine;
import io.github.elector.examples.engine.source.Watch;
import io.github.elector.examples.engine.source.WatchEnd;
import io.github.elector.examples.resources.Written;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes rows follow a source: list, write the list, watch, write what the watch tells.
 *
 * <p>One piece of work is done at a time, and {@link #turn} decides which. What can go wrong has one of two answers: a watch
 * that ended is begun again from the last revision it told; and whatever may have lost something, a revision that is
 * gone, a write that failed, a queue that grew too long, is answered by a list. On one context.
 */
final class Follower {
    /** What is told of the course of things. */
    interface Listener {
        /** {@code type} is {@code listed} or {@code applied}: the rows are now as the source was at this revision. */
        void onWritten(String type, Written written, long revision);

        /** Something failed and will be tried again. */
        void onTrouble(Throwable cause);

        /** Nothing more can be written in this term. */
        void onTermOver(Throwable cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_QUEUED = 10_000;
    private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NO_TIMER = -1;
    private static final long NO_TIME = 0;

    private final Vertx vertx;
    private final Context context;
    private final ListWatch source;
    private final InstanceRows rows;
    private final Listener listener;
    private final Deque<Delta> queue = new ArrayDeque<>();
    private final Backoff pause = new Backoff();
    private Future<?> work = Future.succeededFuture();
    private Future<?> write = Future.succeededFuture();
    private @Nullable Watch watch;
    private long watchBegan = NO_TIME;
    private boolean listWanted = true;
    private long timer = NO_TIMER;
    private long heard;
    private long lists;
    private boolean over;

    Follower(Vertx vertx, ListWatch source, InstanceRows rows, Listener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.source = source;
        this.rows = rows;
        this.listener = listener;
    }

    /** Begins with a list. */
    void begin() {
        turn();
    }

    /** How many lists were written. */
    long lists() {
        return lists;
    }

    /** The last revision that the source told. */
    long revision() {
        return heard;
    }

    /** From now on nothing is begun, nothing is taken from the source, and no timer is left. */
    void refuse() {
        over = true;
        vertx.cancelTimer(timer);
        timer = NO_TIMER;
        closeWatch();
    }

    /** Completes when nothing is being written any more. A list that is being read is not waited for. */
    Future<?> written() {
        return write.otherwiseEmpty();
    }

    /** Forgets what is queued. */
    void drop() {
        queue.clear();
    }

    private void turn() {
        if (over || !work.isComplete()) {
            return;
        }
        if (!queue.isEmpty()) {
            apply();
        } else if (timer == NO_TIMER && listWanted) {
            list();
        } else if (timer == NO_TIMER && watch == null) {
            watch();
        }
    }

    private void list() {
        listWanted = false;
        Future<Written> listing = here(source.list().compose(listed -> {
            heard = listed.revision();
            return over ? Future.failedFuture("it is over") : writing(rows.reconcile(listed));
        }));
        work = listing;
        listing.onSuccess(written -> {
                    lists++;
                    listener.onWritten("listed", written, heard);
                    turn();
                })
                .onFailure(this::listAgain);
    }

    private void watch() {
        watchBegan = System.nanoTime();
        Watch begun = source.watch(heard, this::hear);
        watch = begun;
        begun.ended().onComplete(end -> {
            if (watch == begun) {
                watch = null;
                if (end.failed()) {
                    trouble(end.cause());
                } else {
                    ended(end.result());
                }
            }
        });
    }

    private void hear(Delta delta) {
        if (over || listWanted) {
            return;
        }
        if (pause.isOn()) {
            LOG.info("{}: it is followed again", source.describe());
            pause.reset();
        }
        heard = delta.revision();
        queue.add(delta);
        if (queue.size() > MOST_QUEUED) {
            listAgain(new IllegalStateException("more than " + MOST_QUEUED + " changes wait to be written"));
        }
        turn();
    }

    private void apply() {
        List<Delta> taken = new ArrayList<>();
        while (!queue.isEmpty() && taken.size() < MOST_AT_ONCE) {
            taken.add(queue.remove());
        }
        long revision = taken.get(taken.size() - 1).revision();
        Future<Written> applied = here(writing(rows.apply(taken)));
        work = applied;
        applied.onSuccess(written -> {
                    listener.onWritten("applied", written, revision);
                    turn();
                })
                .onFailure(this::listAgain);
    }

    private void ended(WatchEnd end) {
        listWanted = end == WatchEnd.REVISION_GONE;
        if (listWanted) {
            // The list will have it all, and what waits is older.
            queue.clear();
        }
        // A source that ends every watch at once would be asked without a pause.
        if (!wasStable()) {
            later();
        }
        turn();
    }

    /** Something may be lost. */
    private void listAgain(Throwable cause) {
        if (over) {
            return;
        }
        if (cause instanceof TermOverException) {
            listener.onTermOver(cause);
            return;
        }
        listWanted = true;
        queue.clear();
        closeWatch();
        trouble(cause);
    }

    private void trouble(Throwable cause) {
        if (over) {
            return;
        }
        wasStable();
        if (!pause.isOn()) {
            LOG.warn(
                    "{}: {}; it is tried again until the term is over",
                    source.describe(),
                    OneLine.of(String.valueOf(cause.getMessage())));
        }
        listener.onTrouble(cause);
        later();
        turn();
    }

    /** Whether the latest watch lasted for a while: then what failed before has nothing to do with now. Tells it once. */
    private boolean wasStable() {
        boolean isStable = watchBegan != NO_TIME && System.nanoTime() - watchBegan >= STABLE_NANOS;
        watchBegan = NO_TIME;
        if (isStable) {
            pause.reset();
        }
        return isStable;
    }

    private void later() {
        if (timer == NO_TIMER) {
            timer = vertx.setTimer(Math.max(1, pause.takeMillis()), due -> {
                timer = NO_TIMER;
                turn();
            });
        }
    }

    private Future<Written> writing(Future<Written> begun) {
        write = begun;
        return begun;
    }

    /** A database answers wherever its connection lives. */
    private <T> Future<T> here(Future<T> coming) {
        Promise<T> come = Promise.promise();
        coming.onComplete(done -> context.runOnContext(turn -> come.handle(done)));
        return come.future();
    }

    private void closeWatch() {
        Watch open = watch;
        watch = null;
        if (open != null) {
            open.close();
        }
    }
}
