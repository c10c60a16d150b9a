// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/**
 * A fence in the words of one database: a row that names the term which may write, and that a later term cannot change
 * while a share lock is held on it.
 */
interface FenceDialect {
    /**
     * Refuses a statement that would pass the check, as far as the server does not.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    void checkText(String sql);

    /**
     * Runs a statement with {@link Fence#MARKER} in it, for no longer than the limit as far as the server can see to that:
     * what it waits for, it waits for behind the fence.
     *
     * @return empty if the term does not hold, and then nothing was written
     */
    Future<Optional<FencedWrite>> write(SqlClient client, TermId term, String sql, Tuple parameters, long limitMillis);

    /**
     * Takes the share lock in a transaction whose begin has been sent, in one round trip, and sets the server's own limits, so
     * that the lock goes also if nobody is there any more to end the transaction.
     *
     * @return whether the term holds
     */
    Future<Boolean> enter(SqlConnection transaction, TermId term, long limitMillis);

    /**
     * Commits what {@link #enter} has let in, if it is still that: a server may have rolled it back by itself, the lock with
     * it, and the work have gone on in another transaction.
     *
     * @return whether it was; if not, what came behind it is not committed
     */
    Future<Boolean> commit(SqlConnection connection, Transaction transaction);

    /** Puts back what {@link #enter} has set for longer than the transaction; what is still open is rolled back. */
    Future<?> restore(SqlConnection connection);

    /** Ends the connection from the server's side, and with it whatever is open or still to come on it. */
    Future<?> terminate(SqlConnection connection);

    /** A check that failed because the row had changed under it has been answered: no. */
    static Future<Boolean> refusedIf(boolean superseded, Throwable failure) {
        return superseded ? Future.succeededFuture(false) : Future.failedFuture(failure);
    }
}
