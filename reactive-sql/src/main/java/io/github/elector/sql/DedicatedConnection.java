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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private final Set<Use<?>> pending = new HashSet<>();
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
        return use(() -> what, act);
    }

    /** The same; what it is called is asked only if it fails. */
    <T> Future<T> use(Supplier<String> what, Function<SqlConnection, Future<T>> act) {
        if (closed) {
            return Future.failedFuture(failures.closed(what.get()));
        }
        Future<SqlConnection> used = connection == null ? connect() : connection;
        Use<T> use = new Use<>(what, used);
        pending.add(use);
        used.compose(act).onComplete(use);
        return use.answer.future();
    }

    /** What is under way on a connection, and until when. */
    private final class Use<T> implements Completable<T> {
        private final Supplier<String> what;
        private final Future<SqlConnection> used;
        private final Promise<T> answer = Promise.promise();
        private final long deadline = vertx.setTimer(settings.timeoutMillis(), timer -> end());

        Use(Supplier<String> what, Future<SqlConnection> used) {
            this.what = what;
            this.used = used;
        }

        private void end() {
            LeaseStoreException late = failures.timedOut(what.get(), settings.timeoutMillis(), used.succeeded());
            // Told first: leaving the connection fails what is unanswered on it, this too, with less to say.
            Line left = forget(used);
            unanswered = true;
            pending.remove(this);
            answer.tryFail(late);
            leave(left);
        }

        @Override
        public void complete(@Nullable T result, @Nullable Throwable failure) {
            vertx.cancelTimer(deadline);
            pending.remove(this);
            if (failure == null) {
                heard(used);
                answer.tryComplete(result);
                return;
            }
            // At once: whoever asks again on hearing of it must not meet the connection in its last moment.
            if (failures.spoilsTheConnection(failure)) {
                leave(forget(used));
            } else {
                heard(used);
            }
            answer.tryFail(failures.explain(what.get(), failure));
        }

        void close() {
            answer.tryFail(failures.closed("an operation"));
        }
    }

    /** Leaves it, unless something is under way on it; the next use opens another. */
    void leaveIfIdle() {
        Future<SqlConnection> open = connection;
        if (open != null && pending.isEmpty()) {
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
        List.copyOf(pending).forEach(Use::close);
        pending.clear();
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
