// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStoreException;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the database, opened when it is first needed, used by nobody else, and replaced when it does not
 * answer: every use has one deadline, over connecting, handshake and statement. The client itself has a deadline for
 * neither handshake nor statement.
 *
 * <p>Everything here happens on the context of the store.
 */
final class DedicatedConnection {
    private static final Logger LOG = LoggerFactory.getLogger(DedicatedConnection.class);

    private final Vertx vertx;
    private final ConnectionSettings settings;
    private final SqlFailures failures;
    private @Nullable Line line;
    private @Nullable Future<SqlConnection> connection;
    // In the order in which it began: all have the same time, so deadlines pass in this order.
    private final Queue<Use<?, ?>> underWay = new ArrayDeque<>();
    private final DeadlineTimer deadlines;
    // Made after the first deadline that passed without an answer.
    private @Nullable Knock knock;
    private boolean unanswered;
    private long answeredNanos;
    private Runnable onOpened = () -> {};
    private Runnable onLost = () -> {};
    private boolean closed;

    /** A connection that is not open yet. */
    DedicatedConnection(Vertx vertx, ConnectionSettings settings, SqlFailures failures) {
        this.vertx = vertx;
        this.settings = settings;
        this.failures = failures;
        this.deadlines = new DeadlineTimer(vertx, this::endWhatIsLate);
    }

    /**
     * Tells from now on what becomes of it.
     *
     * @param onOpened is run now if it is open, and each time it was opened, after everything that waited for that was sent
     * @param onLost is run each time it broke, was left, or could not be opened
     */
    void tell(Runnable onOpened, Runnable onLost) {
        this.onOpened = onOpened;
        this.onLost = onLost;
        if (isOpen()) {
            onOpened.run();
        }
    }

    /** How long ago its server was last heard of, by the end of a handshake or an answer; for ever if it is not open. */
    long silentMillis() {
        return isOpen() ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - answeredNanos) : Long.MAX_VALUE;
    }

    private boolean isOpen() {
        return connection != null && connection.succeeded();
    }

    /** Runs a prepared statement; {@code what} names it in messages. */
    Future<RowSet<Row>> query(String what, String sql, Tuple parameters) {
        return use(what, connection -> connection.preparedQuery(sql).execute(parameters));
    }

    /** Does something with the connection, within the store timeout. */
    <T> Future<T> use(String what, Function<SqlConnection, Future<T>> act) {
        return use(Inquiry.of(() -> what, act, Function.identity()));
    }

    /** Does something with the connection, within the store timeout. */
    <A, T> Future<T> use(Inquiry<A, T> inquiry) {
        if (closed) {
            return Future.failedFuture(failures.closed(inquiry.what()));
        }
        Future<SqlConnection> used = connection == null ? connect() : connection;
        Use<A, T> use = new Use<>(inquiry, used);
        underWay.add(use);
        deadlines.arm(use.deadlineNanos);
        (used.succeeded() ? send(inquiry, used.result()) : used.compose(inquiry::send)).onComplete(use);
        return use.answer.future();
    }

    private static <A> Future<A> send(Inquiry<A, ?> inquiry, SqlConnection on) {
        try {
            return inquiry.send(on);
        } catch (Throwable thrown) { // As behind a connection that is not open yet, by compose.
            return Future.failedFuture(thrown);
        }
    }

    /** Something under way on a connection, and until when. */
    private final class Use<A, T> implements Completable<A> {
        private final Inquiry<A, T> inquiry;
        private final Future<SqlConnection> used;
        private final Promise<T> answer = Promise.promise();
        private final long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.timeoutMillis());
        private boolean over;

        Use(Inquiry<A, T> inquiry, Future<SqlConnection> used) {
            this.inquiry = inquiry;
            this.used = used;
        }

        void endLate() {
            LeaseStoreException late = failures.timedOut(inquiry.what(), settings.timeoutMillis(), used.succeeded());
            // Told first: leaving the connection fails what is unanswered on it, this too, with less to say.
            Line left = forget(used);
            unanswered = true;
            end();
            answer.tryFail(late);
            leave(left);
        }

        @Override
        public void complete(@Nullable A result, @Nullable Throwable failure) {
            end();
            if (failure == null) {
                heard(used);
                read(result);
                return;
            }
            // At once: whoever asks again on hearing of it must not meet the connection in its last moment.
            if (failures.spoilsTheConnection(failure)) {
                leave(forget(used));
            } else {
                heard(used);
            }
            answer.tryFail(failures.explain(inquiry.what(), failure));
        }

        @SuppressWarnings("NullAway") // Null is an answer where there is nothing to say.
        private void read(@Nullable A result) {
            T meaning;
            try {
                meaning = inquiry.read(result);
            } catch (RuntimeException unreadable) {
                answer.tryFail(failures.explain(inquiry.what(), unreadable));
                return;
            }
            answer.tryComplete(meaning);
        }

        /** Before anybody is told: whoever hears of it may ask what is under way. */
        private void end() {
            over = true;
            while (!underWay.isEmpty() && underWay.element().over) {
                underWay.remove();
            }
            if (underWay.isEmpty()) {
                deadlines.rest();
            }
        }

        void close() {
            answer.tryFail(failures.closed("an operation"));
        }
    }

    private void endWhatIsLate() {
        Use<?, ?> oldest = underWay.peek();
        while (oldest != null && System.nanoTime() - oldest.deadlineNanos >= 0) {
            oldest.endLate();
            oldest = underWay.peek();
        }
        if (oldest != null) {
            deadlines.arm(oldest.deadlineNanos);
        }
    }

    /** Leaves it, unless something is under way on it; the next use opens another. */
    void leaveIfIdle() {
        Future<SqlConnection> open = connection;
        if (open != null && underWay.isEmpty()) {
            leave(forget(open));
        }
    }

    /**
     * Leaves the connection, which is not opened again, and fails what is unanswered on it: its deadlines may be gone
     * with the verticle.
     *
     * @return completes when the socket is gone, which may be never
     */
    Future<Void> close() {
        closed = true;
        deadlines.cancel();
        List.copyOf(underWay).forEach(Use::close);
        underWay.clear();
        if (knock != null) {
            knock.close();
        }
        Line left = line;
        line = null;
        connection = null;
        return left == null ? Future.succeededFuture() : left.leave();
    }

    private Future<SqlConnection> connect() {
        Line opened = line == null ? Line.open(vertx, settings) : line;
        line = opened;
        Future<SqlConnection> connecting = unanswered ? knock().compose(answer -> opened.connect()) : opened.connect();
        Promise<SqlConnection> ready = Promise.promise();
        Future<SqlConnection> attempt = ready.future();
        connection = attempt;
        connecting
                .compose(fresh -> settled(fresh, attempt))
                .onSuccess(fresh -> unanswered = false)
                .onFailure(refused -> lost(attempt))
                .onComplete(ready)
                .onSuccess(fresh -> opened(attempt));
        return attempt;
    }

    private Future<Void> knock() {
        Knock first = knock == null ? new Knock(vertx, settings) : knock;
        knock = first;
        return first.answered();
    }

    private Future<SqlConnection> settled(SqlConnection fresh, Future<SqlConnection> attempt) {
        fresh.exceptionHandler(trouble -> LOG.debug("connection to " + settings.target(), trouble));
        fresh.closeHandler(end -> lost(attempt));
        return settings.settle(fresh)
                // In the pool it would be taken for a connection like any other.
                .onFailure(unsettled -> leave(forget(attempt)))
                .map(fresh);
    }

    private void opened(Future<SqlConnection> attempt) {
        heard(attempt);
        if (connection == attempt) {
            onOpened.run();
        }
    }

    private void heard(Future<SqlConnection> from) {
        if (connection == from) {
            answeredNanos = System.nanoTime();
        }
    }

    /** It broke or never was; the line makes another when it is needed. */
    private void lost(Future<SqlConnection> gone) {
        if (connection == gone) {
            connection = null;
            onLost.run();
        }
    }

    /** Nobody uses it any more; the line to leave, if it has not been left yet. */
    private @Nullable Line forget(Future<SqlConnection> gone) {
        if (connection != gone) {
            return null;
        }
        connection = null;
        Line left = line;
        line = null;
        onLost.run();
        return left;
    }

    private void leave(@Nullable Line left) {
        if (left != null) {
            // Nobody waits for it: it ends when the server answers, or with the event loop.
            left.leave().onFailure(e -> LOG.debug("leaving a connection to " + settings.target(), e));
        }
    }
}
