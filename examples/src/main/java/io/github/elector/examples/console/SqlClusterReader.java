// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.store.StoreUri;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of an elector, by their usual names, on a connection that nothing else waits for. One that does not
 * answer is left, and the next read opens another.
 */
public final class SqlClusterReader implements ClusterReader {
    /** Longer than a healthy look, and short enough that a page soon says that the database is away. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final long CLOSE_MILLIS = 200;

    private final Context context;
    private final ClusterSql sql;
    private final Supplier<Pool> pools;
    private final Duration timeout;
    private @Nullable Pool pool;
    private boolean closed;

    SqlClusterReader(Vertx vertx, ClusterSql sql, Supplier<Pool> pools, Duration timeout) {
        this.context = vertx.getOrCreateContext();
        this.sql = sql;
        this.pools = pools;
        this.timeout = timeout;
    }

    /**
     * A reader of this database. To be made outside of a verticle: what connects on the context of one is waited for when
     * that is undeployed.
     *
     * @param uri the elector's; only its scheme is looked at
     * @param pools makes pools of one connection to that database, for a user who may read both tables
     * @throws IllegalArgumentException if the scheme is of no database whose tables are known
     */
    public static SqlClusterReader of(Vertx vertx, String uri, Supplier<Pool> pools) {
        String scheme = StoreUri.scheme(uri).toLowerCase(Locale.ROOT);
        ClusterSql sql =
                switch (scheme) {
                    case "postgresql", "postgres" -> new PostgresClusterSql();
                    case "mysql", "mariadb" -> new MysqlClusterSql();
                    default ->
                        throw new IllegalArgumentException("the console cannot read tables at "
                                + StoreUri.withoutSecrets(uri) + ": it knows postgresql:// and mysql://");
                };
        return new SqlClusterReader(vertx, sql, pools, TIMEOUT);
    }

    @Override
    public Future<Observed> read() {
        return onContext(() -> {
            if (closed) {
                return Future.failedFuture(new IllegalStateException("the reader is closed"));
            }
            Pool used = pool == null ? pools.get() : pool;
            pool = used;
            return used.withConnection(this::look)
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(failure -> leaveIfSilent(used, failure));
        });
    }

    @Override
    public Future<Void> close() {
        return onContext(() -> {
            closed = true;
            return pool == null ? Future.succeededFuture() : close(pool);
        });
    }

    /** The leases first: so whoever holds one is among the sessions. */
    private Future<Observed> look(SqlConnection connection) {
        return connection
                .query(sql.leases())
                .execute()
                .compose(leases -> connection
                        .query(sql.sessions())
                        .execute()
                        .map(sessions -> ClusterRows.observed(leases, sessions)));
    }

    private void leaveIfSilent(Pool used, Throwable failure) {
        if (failure instanceof TimeoutException && pool == used) {
            pool = null;
            close(used).onFailure(gone -> {
                // Nobody waits for it any more.
            });
        }
    }

    /** Closing waits for an answer that may never come, so nobody waits for long. */
    private static Future<Void> close(Pool pool) {
        return pool.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private <T> Future<T> onContext(Supplier<Future<T>> act) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(turn -> {
            try {
                act.get().onComplete(answer::handle);
            } catch (RuntimeException unusable) {
                answer.fail(unusable);
            }
        });
        return answer.future();
    }
}
