// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.CloseFuture;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

/**
 * A pool of one connection that can be left without waiting for it.
 *
 * <p>The PostgreSQL client closes a socket by asking the server to close it, also where Vert.x or Netty want it closed:
 * while the server does not answer, the socket stays half open, and the pool and the TCP client below it do not
 * complete their close; the MySQL client first waits for what is unanswered. They register themselves with the context
 * they are made on, where they would keep {@code undeploy} and {@code vertx.close()} waiting for as long. So they are
 * made on a context of their own that nobody closes; whoever leaves a line closes the pool, and the socket goes when the
 * server answers, when the operating system gives it up, or with the event loop.
 */
final class Line {
    private final Pool pool;

    private Line(Pool pool) {
        this.pool = pool;
    }

    /** Not connected yet. To be called on the context that will use it. */
    static Line open(Vertx vertx, ConnectionSettings settings) {
        VertxInternal internal = (VertxInternal) vertx;
        ContextInternal detached = internal.contextBuilder()
                .withEventLoop(internal.getOrCreateContext().nettyEventLoop())
                .withCloseFuture(new CloseFuture())
                .build();
        Line[] opened = new Line[1];
        detached.dispatch(() -> opened[0] = new Line(settings.pool(vertx)));
        return opened[0];
    }

    /** The connection. It is never given back; when it breaks, the next call makes another. */
    Future<SqlConnection> connect() {
        return pool.getConnection();
    }

    /** Closes it; completes when the socket is gone, which may be never. */
    Future<Void> leave() {
        return pool.close();
    }
}
