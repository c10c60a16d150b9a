// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One transaction behind a fence: the check is its first statement, and whatever happens its caller is told by the deadline
 * and it is over soon after.
 *
 * @param dialect of the fence
 * @param term which is to hold
 * @param limitMillis how long the server lets it be open
 * @param deadline when the caller is told at the latest
 */
record FencedTransaction(FenceDialect dialect, TermId term, long limitMillis, Deadline deadline) {
    private static final Logger LOG = LoggerFactory.getLogger(FencedTransaction.class);

    /** Completes when it is committed, fails when it is rolled back or left to the server. */
    <T> Future<T> run(Pool pool, Function<SqlConnection, Future<T>> work) {
        Future<SqlConnection> connecting = pool.getConnection();
        return deadline.limit(connecting)
                .onFailure(late -> connecting.onSuccess(SqlConnection::close))
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException
                                ? late("was not begun, for want of a connection")
                                : failure))
                .compose(connection -> on(connection, work));
    }

    private <T> Future<T> on(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        Future<Transaction> beginning = connection.begin();
        // Sent behind it without waiting for its answer: a way to the server less. Should it not begin, the lock of
        // the check lasts no longer than the check.
        Future<Boolean> entering =
                Future.succeededFuture(connection).compose(on -> dialect.enter(on, term, limitMillis));
        Future<T> inside = beginning
                .compose(begun -> entering)
                .compose(
                        holds -> holds ? done(work, connection) : Future.failedFuture(new FenceRefusedException(term)));
        return deadline.limit(inside).transform(done -> {
            if (done.succeeded()) {
                return commit(connection, beginning.result(), done.result());
            }
            // What the work failed with may be a timeout too.
            return done.cause() == inside.cause() ? rollBack(connection, done.cause()) : end(connection);
        });
    }

    private <T> Future<T> done(Function<SqlConnection, Future<T>> work, SqlConnection connection) {
        if (deadline.hasPassed()) { // The caller has been told, and the lease may be given back.
            return Future.failedFuture(tooLong());
        }
        try {
            return Objects.requireNonNull(work.apply(connection), "the work of a transaction answers with a future");
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /** An answer that does not come is waited for behind the caller's back, or the connection would be lost to the pool. */
    private <T> Future<T> commit(SqlConnection connection, Transaction transaction, T result) {
        if (connection.transaction() != transaction) {
            return rollBack(connection, endedByItsWork());
        }
        Future<T> committing = dialect.commit(connection, transaction)
                .onComplete(answered -> giveBack(connection))
                .compose(committed ->
                        committed ? Future.succeededFuture(result) : Future.failedFuture(rolledBackByTheServer()));
        return deadline.limit(committing)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException
                                ? late("had no answer to its commit; nobody knows whether it took effect")
                                : failure));
    }

    private <T> Future<T> rollBack(SqlConnection connection, Throwable cause) {
        Transaction open = connection.transaction();
        Future<Void> rollingBack = (open == null ? Future.<Void>succeededFuture() : open.rollback())
                .onComplete(ended -> giveBack(connection));
        return deadline.limit(rollingBack).transform(ended -> Future.failedFuture(cause));
    }

    /**
     * Who ran out of time may still be using the connection, and what he does on it after a rollback would be fenced by
     * nothing: so it is the connection that ends, and the transaction with it. What he sends now goes behind that, so
     * nobody has to wait for it.
     */
    private <T> Future<T> end(SqlConnection connection) {
        terminate(connection);
        return Future.failedFuture(tooLong());
    }

    private void terminate(SqlConnection connection) {
        dialect.terminate(connection).transform(ended -> connection.close()).onFailure(FencedTransaction::hasEnded);
    }

    /** A connection that is not as it was is of no use to the pool. */
    private void giveBack(SqlConnection connection) {
        dialect.restore(connection)
                .onSuccess(restored -> connection.close().onFailure(FencedTransaction::hasEnded))
                .onFailure(unrestored -> terminate(connection));
    }

    private static void hasEnded(Throwable gone) {
        LOG.debug("the connection of a fenced transaction ended with it", gone);
    }

    private IllegalStateException rolledBackByTheServer() {
        return new IllegalStateException("component '" + term.component() + "': a fenced transaction of term "
                + term.number()
                + " was over before its commit: its work went on behind a failure that rolled it back, as a deadlock"
                + " does, or behind a statement that ended it; what came after that was fenced by nothing and is not"
                + " committed: fail the work's future with what its statement failed with, and leave commit and"
                + " rollback to the fence");
    }

    private IllegalStateException endedByItsWork() {
        return new IllegalStateException("component '" + term.component()
                + "': the work of a fenced transaction of term "
                + term.number() + " ended it by itself, and what came after that was fenced by nothing: leave commit,"
                + " rollback and close to the fence");
    }

    private TimeoutException tooLong() {
        return late("was open for too long and is not committed");
    }

    private TimeoutException late(String what) {
        return new TimeoutException("component '" + term.component() + "': a fenced transaction of term "
                + term.number() + " " + what + " (limit: " + limitMillis
                + " ms): make it shorter, or give the fence a longer limit, which a takeover then has to wait for");
    }
}
