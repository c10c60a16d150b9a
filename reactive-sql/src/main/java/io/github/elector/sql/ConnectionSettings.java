// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

/**
 * How the store connects to its server: what the URI says, and what the store's promises need whatever the URI, the user
 * or the server say. Each database has its own; none of them shows the password.
 */
interface ConnectionSettings {
    /** The store timeout. */
    long timeoutMillis();

    /** Where it connects to, for messages, and to tell places apart. */
    String target();

    /** Where the server listens. */
    SocketAddress address();

    /** A pool of one connection, not connected yet; to be made on the context it shall belong to. */
    Pool pool(Vertx vertx);

    /** Tells a new connection what could not be said while connecting. If it fails, the connection is not used. */
    Future<?> settle(SqlConnection fresh);

    /** What every server answers before anybody has logged in; empty if it speaks first. */
    Buffer knock();

    /** What goes to the transport. */
    default NetClientOptions transport() {
        return new NetClientOptions()
                .setConnectTimeout((int) Math.min(Integer.MAX_VALUE, timeoutMillis()))
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true);
    }
}
