// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.mutiny;

import io.github.elector.Gate;
import io.github.elector.lease.TermId;
import io.github.elector.mutiny.Bridge;
import io.github.elector.sql.FenceTable;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Objects;

/**
 * A {@link FenceTable} for who writes Mutiny, on the clients of Vert.x. Any thread.
 *
 * @param delegate the table itself
 */
@SuppressWarnings("exports") // Not transitive: who has no Mutiny could not compile against this module.
public record MutinyFenceTable(FenceTable delegate) {
    public MutinyFenceTable {
        Objects.requireNonNull(delegate, "delegate");
    }

    /** This table, for Mutiny. */
    public static MutinyFenceTable of(FenceTable table) {
        return new MutinyFenceTable(table);
    }

    /**
     * The same table with another limit; see {@link FenceTable#limitedTo}.
     *
     * @throws IllegalArgumentException if it is not between 10 ms and 1 h
     */
    public MutinyFenceTable limitedTo(Duration limit) {
        return new MutinyFenceTable(delegate.limitedTo(limit));
    }

    /** The same as {@link FenceTable#schemaFile()}. */
    public String schemaFile() {
        return delegate.schemaFile();
    }

    /** Creates the table if it is missing, at each subscription; see {@link FenceTable#create}. */
    public Uni<Void> create(Pool pool) {
        return Bridge.uni(() -> delegate.create(pool));
    }

    /** Writes through it: refused unless the fence stands at the writer's very term. */
    public MutinyFence fence() {
        return MutinyFence.of(delegate.fence());
    }

    /** The gate that raises the fence for a new term, for {@code TermWork.behind}; see {@link FenceTable#gate}. */
    public Gate gate(Pool pool) {
        return delegate.gate(pool);
    }

    /**
     * Lets a request of a leader pass, unless one of a later term was let pass before; see {@link FenceTable#admit}.
     *
     * @param client a connection with an open transaction, in which this is subscribed first
     */
    public Uni<Void> admit(SqlClient client, TermId term) {
        return Bridge.uni(() -> delegate.admit(client, term));
    }
}
