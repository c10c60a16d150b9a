// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The connections of work that leads: a line that died silently is left, and the next act opens another.
 *
 * <p>It is made outside any verticle, and its pools are: a pool that is made on a verticle's context is closed with the
 * verticle, and while a handshake with a silent server is pending that never completes. Any thread.
 */
public final class LeaderPool {
    private static final long CLOSE_MILLIS = 200;

    private final Vertx vertx;
    private final Context context;
    private final DatabaseUri database;
    private final String application;
    private final int connections;
    private final long timeoutMillis;
    private volatile Pool pool;

    /** Connects when something is first asked for; what is not answered within the timeout has failed. */
    public LeaderPool(Vertx vertx, DatabaseUri database, String application, int connections, long timeoutMillis) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.application = application;
        this.connections = connections;
        this.timeoutMillis = timeoutMillis;
        this.pool = connect();
    }

    /**
     * On the context of this pool, and the answer on the caller's: a connection that is being made on a verticle's
     * context never answers once that verticle's deployment fails, as it does when a term ends during the start.
     */
    public <T> Future<T> with(Function<Pool, Future<T>> act) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        context.runOnContext(turn -> {
            Pool used = pool;
            applied(act, used)
                    .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .onFailure(failure -> replaceIfSilent(used, failure))
                    .onComplete(done -> caller.runOnContext(back -> answer.handle(done)));
        });
        return answer.future();
    }

    /** Never fails, and never takes long, whatever the server does. */
    public Future<Void> close() {
        return closed(pool);
    }

    /** One that throws has failed like any other: whoever waits is answered. */
    private static <T> Future<T> applied(Function<Pool, Future<T>> act, Pool used) {
        try {
            return act.apply(used);
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private void replaceIfSilent(Pool used, Throwable failure) {
        if (failure instanceof TimeoutException && pool == used) {
            pool = connect();
            closed(used);
        }
    }

    private Pool connect() {
        return database.pool(vertx, connections, application, timeoutMillis);
    }

    /** Closing waits for an answer that may never come, so nobody waits for long. */
    private static Future<Void> closed(Pool pool) {
        return pool.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
}
