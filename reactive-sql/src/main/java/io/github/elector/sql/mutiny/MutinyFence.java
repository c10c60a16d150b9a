// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.mutiny;

import io.github.elector.mutiny.Bridge;
import io.github.elector.mutiny.MutinyTerm;
import io.github.elector.sql.Fence;
import io.github.elector.sql.FencedWrite;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/**
 * A {@link Fence} for who writes Mutiny, on the clients of Vert.x. Safe to use from any thread.
 *
 * @param delegate the fence itself
 */
@SuppressWarnings("exports") // Not transitive: who has no Mutiny could not compile against this module.
public record MutinyFence(Fence delegate) {
    public MutinyFence {
        Objects.requireNonNull(delegate, "delegate");
    }

    /** This fence, for Mutiny. */
    public static MutinyFence of(Fence fence) {
        return new MutinyFence(fence);
    }

    /**
     * The same fence with another limit; see {@link Fence#limitedTo}.
     *
     * @param limit at least 10 ms, at most one hour
     * @throws IllegalArgumentException if it is not
     */
    public MutinyFence limitedTo(Duration limit) {
        return new MutinyFence(delegate.limitedTo(limit));
    }

    /**
     * Writes, if the term holds, once for each subscription; see {@link Fence#write}. A retry of it writes again, and after
     * a {@link java.util.concurrent.TimeoutException} nobody knows whether the first one did. Cancelling does not take the
     * write back.
     *
     * @return how many rows were written; fails as {@link Fence#write} does, also with the
     *     {@link IllegalArgumentException} for a statement that would not be fenced, which that throws
     */
    public Uni<FencedWrite> write(SqlClient client, MutinyTerm term, String sql, Tuple parameters) {
        return Bridge.uni(() -> delegate.write(client, term.delegate(), sql, parameters));
    }

    /**
     * Does something in a transaction that is committed only if the term held when it began, once for each subscription;
     * see {@link Fence#inTransaction}. Cancelling does not end the transaction: it goes on and commits.
     *
     * @param work what is to be done on the connection, as a {@code Uni} that is subscribed once: it neither commits nor
     *     closes, and does not use the connection any more once it has completed
     * @return what {@code work} emitted, once it is committed; fails as {@link Fence#inTransaction} does, and as
     *     {@code work} does, and then it was rolled back
     */
    public <T> Uni<T> inTransaction(Pool pool, MutinyTerm term, Function<SqlConnection, Uni<T>> work) {
        return Bridge.uni(() -> delegate.inTransaction(
                pool, term.delegate(), connection -> Bridge.future(() -> work.apply(connection))));
    }
}
