// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server that did not answer whether it answers now, before a connection is spent on it.
 *
 * <p>A connection whose handshake is not answered cannot be closed, see {@link Line}. Behind something that accepts
 * connections and never answers, a proxy for instance, each retry would cost the application a file handle for good. The
 * question is {@link ConnectionSettings#knock()}; its socket is ours and is closed whatever happens.
 */
final class Knock {
    private final ConnectionSettings settings;
    // One for all knocks: Vert.x keeps what it knows of a client until the verticle goes.
    private final NetClient client;

    Knock(Vertx vertx, ConnectionSettings settings) {
        this.settings = settings;
        this.client = vertx.createNetClient(settings.transport());
    }

    /** Completes when the server answered; fails if it cannot be reached, does not answer in time, or closes. */
    Future<Void> answered() {
        return client.connect(settings.address()).compose(this::ask);
    }

    private Future<Void> ask(NetSocket socket) {
        Promise<Void> answered = Promise.promise();
        socket.handler(answer -> answered.tryComplete());
        socket.exceptionHandler(answered::tryFail);
        socket.closeHandler(closed -> answered.tryFail("the server closed the connection without an answer"));
        return socket.write(settings.knock())
                .compose(asked -> answered.future())
                .timeout(settings.timeoutMillis(), TimeUnit.MILLISECONDS)
                .eventually(socket::close);
    }

    void close() {
        client.close();
    }
}
