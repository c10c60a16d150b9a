// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.CloseFuture;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.spi.Driver;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the database, opened when it is first needed, used by nobody else, and replaced when it does not
 * answer: every use has one deadline, over connecting, handshake and statement.
 *
 * <p>The client has no deadline for a handshake or a statement, and closes a connection politely, behind what is still
 * unanswered. So each connection comes from a pool of its own, of size one, and is left by closing that pool, which
 * closes the socket at once. That close is not waited for: after a handshake that was never answered it does not
 * complete. Such a pool must not be a close hook of the verticle, or undeploying it would never complete either; hence
 * {@link Driver#newPool} and not the builder. The socket's client is a hook, so nothing stays open.
 *
 * <p>Everything here happens on the context of the store.
 */
final class DedicatedConnection {
    private static final Logger LOG = LoggerFactory.getLogger(DedicatedConnection.class);

    private final Vertx vertx;
    private final ConnectionSettings settings;
    private final SqlFailures failures;
    private final Function<SqlConnection, Future<?>> prepare;
    private final Runnable onLost;
    private @Nullable Line line;
    private boolean closed;

    /** One socket, or the attempt to get one. */
    private static final class Line {
        final Pool pool;

        @Nullable
        Future<SqlConnection> connecting;

        Line(Pool pool) {
            this.pool = pool;
        }

        boolean isConnected() {
            return connecting != null && connecting.succeeded();
        }
    }

    /**
     * A connection that is not open yet.
     *
     * @param prepare is run on every new connection before anything else
     * @param onLost is run when an open connection broke or was left
     */
    DedicatedConnection(
            Vertx vertx,
            ConnectionSettings settings,
            SqlFailures failures,
            Function<SqlConnection, Future<?>> prepare,
            Runnable onLost) {
        this.vertx = vertx;
        this.settings = settings;
        this.failures = failures;
        this.prepare = prepare;
        this.onLost = onLost;
    }

    DedicatedConnection(Vertx vertx, ConnectionSettings settings, SqlFailures failures) {
        this(vertx, settings, failures, connection -> Future.succeededFuture(), () -> {});
    }

    /** Runs a prepared statement; {@code what} names it in messages. */
    Future<RowSet<Row>> query(String what, String sql, Tuple parameters) {
        return use(what, connection -> connection.preparedQuery(sql).execute(parameters));
    }

    /** Does something with the connection, within the store timeout. */
    <T> Future<T> use(String what, Function<SqlConnection, Future<T>> act) {
        if (closed) {
            return Future.failedFuture(failures.explain(what, new IllegalStateException("the store is closed")));
        }
        Line used = line == null ? open() : line;
        Promise<T> answer = Promise.promise();
        long deadline = vertx.setTimer(settings.timeoutMillis(), timer -> {
            boolean connected = used.isConnected();
            leave(used);
            answer.tryFail(failures.timedOut(what, settings.timeoutMillis(), connected));
        });
        connected(used).compose(act).onComplete(done -> {
            vertx.cancelTimer(deadline);
            if (done.failed() && SqlFailures.isNotThePrimary(done.cause())) {
                leave(used);
            }
            if (done.succeeded()) {
                answer.tryComplete(done.result());
            } else {
                answer.tryFail(failures.explain(what, done.cause()));
            }
        });
        return answer.future();
    }

    /** Leaves the connection; it is not opened again. */
    void close() {
        closed = true;
        if (line != null) {
            leave(line);
        }
    }

    private Line open() {
        Driver<PgConnectOptions> driver = PgDriver.INSTANCE;
        Pool pool = driver.newPool(
                vertx,
                () -> Future.succeededFuture(settings.options()),
                new PoolOptions().setMaxSize(1).setConnectionTimeout(0),
                settings.transport(),
                null,
                new CloseFuture());
        Line opened = new Line(pool);
        line = opened;
        return opened;
    }

    private Future<SqlConnection> connected(Line of) {
        Future<SqlConnection> current = of.connecting;
        if (current != null) {
            return current;
        }
        Future<SqlConnection> attempt = of.pool.getConnection().compose(connection -> prepared(connection, of));
        of.connecting = attempt;
        attempt.onFailure(refused -> of.connecting = null);
        return attempt;
    }

    private Future<SqlConnection> prepared(SqlConnection connection, Line of) {
        connection.closeHandler(end -> lost(of));
        connection.exceptionHandler(trouble -> LOG.debug("connection to " + settings.target(), trouble));
        return prepare.apply(connection).map(connection).onFailure(unfit -> leave(of));
    }

    /** The socket is closed. The pool is kept for the next one: each pool adds something to the verticle for good. */
    private void lost(Line of) {
        boolean wasConnected = of.isConnected();
        of.connecting = null;
        if (wasConnected && !closed) {
            onLost.run();
        }
    }

    /** Closes the socket; whatever is unanswered on it fails, and the next use opens another. */
    private void leave(Line left) {
        if (line == left) {
            line = null;
            left.pool.close().onFailure(e -> LOG.debug("leaving a connection to " + settings.target(), e));
        }
    }
}
