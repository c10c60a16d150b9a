// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.github.elector.Term;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import io.github.elector.sql.Fence;
import io.github.elector.sql.SqlStoreOptions;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes resources while a term holds: each call is one fenced transaction, which takes effect as a whole or not at all.
 * Tables that are missing are created before the first.
 *
 * <p>Every call fails with a {@link io.github.elector.TermOverException} if the term is over, whose subclass
 * {@link io.github.elector.sql.FenceRefusedException} is the database's own word for it, and then nothing was written and
 * nothing will be; and as the client does if the database could not be asked, which may be tried again: what was written
 * already is found unchanged then. Any thread.
 */
public final class ResourceWriter {
    private final LeaderPool pool;
    private final Fence fence;
    private final ResourceSql sql;
    private volatile boolean tablesExist;

    private ResourceWriter(LeaderPool pool, Fence fence, ResourceSql sql) {
        this.pool = pool;
        this.fence = fence;
        this.sql = sql;
    }

    /**
     * One for this database, which is the elector's own.
     *
     * @param limit how long a transaction may be open: so long can it hold off a successor, so it is shorter than the lease
     */
    public static ResourceWriter of(LeaderPool pool, DatabaseUri database, Duration limit) {
        Fence fence =
                Fence.of(new SqlStoreOptions().setUri(database.secretText())).limitedTo(limit);
        return new ResourceWriter(pool, fence, database.isMysql() ? new MysqlResourceSql() : new PostgresResourceSql());
    }

    /** Creates tables and views if they are missing; needs the right to. */
    public Future<Void> createTables() {
        return pool.with(used -> used.withConnection(sql::create)).onSuccess(created -> tablesExist = true);
    }

    /**
     * Makes the rows of this kind and mesh equal to a list: writes those that are new or differ, deletes those that are
     * not in it. Rows that are equal already are not written again. The journal gets a line for each row written, and one
     * more, of operation {@code reconcile} and key {@code *}, for the list.
     *
     * @param all everything of this kind and mesh there is
     * @param revision of the source when it was listed
     * @return how many rows were written
     * @throws IllegalArgumentException if something in the list is of another kind or mesh
     */
    public Future<Written> reconcile(
            Term term, ResourceKind kind, String mesh, Collection<Resource> all, long revision) {
        return reconcile(term, new Inventory(kind, mesh, all, none -> false, revision));
    }

    /** The same of a list that may have gaps: a row of a name that is unknown to it is not deleted. */
    public Future<Written> reconcile(Term term, Inventory inventory) {
        Map<String, Resource> listed = Edit.byName(inventory.all(), inventory.kind(), inventory.mesh());
        return inTransaction(term, connection -> {
            ResourceTransaction transaction =
                    new ResourceTransaction(sql, connection, term, inventory.kind(), inventory.mesh());
            return transaction
                    .stored()
                    .compose(stored -> transaction.write(Edit.reconcile(stored, listed, inventory)))
                    .compose(written ->
                            transaction.noteReconcile(inventory.revision()).map(written));
        });
    }

    /** Each mesh that has rows of this kind: a list has to empty those it has nothing of. */
    public Future<Set<String>> meshes(Term term, ResourceKind kind) {
        return inTransaction(
                term,
                connection -> connection
                        .preparedQuery(sql.meshes(kind.table()))
                        .execute(Tuple.of(kind.name()))
                        .map(rows -> {
                            Set<String> meshes = new LinkedHashSet<>();
                            rows.forEach(row -> meshes.add(row.getString("mesh")));
                            return meshes;
                        }));
    }

    /**
     * Applies changes, in their order, except those that are not newer than the row they are about. A row that is gone has
     * no revision any more: whoever can see a change twice reads the source again rather than believe an old one.
     *
     * @param changes of any kinds and meshes
     * @return how many rows were written
     */
    public Future<Written> apply(Term term, Collection<Change> changes) {
        if (changes.isEmpty()) {
            return Future.succeededFuture(Written.NOTHING);
        }
        Map<Group, List<Change>> groups = new LinkedHashMap<>();
        for (Change change : changes) {
            groups.computeIfAbsent(new Group(change.key().kind(), change.key().mesh()), group -> new ArrayList<>())
                    .add(change);
        }
        return inTransaction(term, connection -> {
            Future<Written> all = Future.succeededFuture(Written.NOTHING);
            for (Map.Entry<Group, List<Change>> entry : groups.entrySet()) {
                Group group = entry.getKey();
                ResourceTransaction transaction =
                        new ResourceTransaction(sql, connection, term, group.kind(), group.mesh());
                all = all.compose(before -> apply(transaction, entry.getValue()).map(before::plus));
            }
            return all;
        });
    }

    private <T> Future<T> inTransaction(Term term, Function<SqlConnection, Future<T>> act) {
        Future<Void> tables = tablesExist ? Future.succeededFuture() : createTables();
        return tables.compose(ready -> pool.with(used -> fence.inTransaction(used, term, act)));
    }

    private static Future<Written> apply(ResourceTransaction transaction, List<Change> changes) {
        return transaction
                .stored(Edit.names(changes))
                .compose(stored -> transaction.write(Edit.apply(stored, changes)));
    }

    private record Group(ResourceKind kind, String mesh) {}
}
