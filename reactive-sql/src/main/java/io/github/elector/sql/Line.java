// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.CloseFuture;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.security.cert.CertificateException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

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
    private final AtomicReference<@Nullable CertificateException> refusal;

    private Line(Pool pool, AtomicReference<@Nullable CertificateException> refusal) {
        this.pool = pool;
        this.refusal = refusal;
    }

    /** Not connected yet. To be called on the context that will use it. */
    static Line open(Vertx vertx, ConnectionSettings settings) {
        VertxInternal internal = (VertxInternal) vertx;
        ContextInternal own = internal.getOrCreateContext();
        ContextInternal detached = internal.contextBuilder()
                .withEventLoop(own.nettyEventLoop())
                .withCloseFuture(new CloseFuture())
                .build();
        AtomicReference<@Nullable CertificateException> refusal = new AtomicReference<>();
        Consumer<CertificateException> onRefused = refusal::set;
        Supplier<Future<SqlConnectOptions>> login = () -> on(own, () -> settings.loggingIn(vertx, onRefused));
        Line[] opened = new Line[1];
        detached.dispatch(() -> opened[0] = new Line(settings.pool(vertx, login), refusal));
        return opened[0];
    }

    /** What others write is not run on a context nobody closes. */
    private static <T> Future<T> on(ContextInternal context, Supplier<Future<T>> act) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(turn -> act.get().onComplete(answer));
        return answer.future();
    }

    /** The connection. It is never given back; when it breaks, the next call makes another. */
    Future<SqlConnection> connect() {
        return pool.getConnection().recover(failure -> Future.failedFuture(reason(failure)));
    }

    /** Why the server's certificate was refused says more than that the handshake failed. */
    private Throwable reason(Throwable failure) {
        CertificateException refused = refusal.getAndSet(null);
        return refused == null ? failure : new SSLException(refused.getMessage(), refused);
    }

    /** Closes it; completes when the socket is gone, which may be never. */
    Future<Void> leave() {
        return pool.close();
    }
}
