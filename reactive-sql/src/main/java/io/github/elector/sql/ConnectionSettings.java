// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.StoreConfig;
import io.github.elector.store.StoreUri;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How the store connects to PostgreSQL: what the URI says, and what the store's promises need whatever the URI, the role
 * or the server say.
 *
 * @param options for the client
 * @param timeoutMillis the store timeout
 */
record ConnectionSettings(PgConnectOptions options, long timeoutMillis) {
    private static final String EXPECTED =
            "write it as postgresql://user:password@host:5432/database," + " with special characters percent-encoded";

    /**
     * From a configuration.
     *
     * @throws IllegalArgumentException if the URI is none; the message holds no password
     */
    static ConnectionSettings of(StoreConfig config) {
        long timeout = Math.max(1, TimeUnit.NANOSECONDS.toMillis(config.timeoutNanos()));
        PgConnectOptions options = parse(config.uri());
        options.setCachePreparedStatements(true)
                // There is a fixed number of statements, and some are longer than what is cached by default.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                .setReconnectAttempts(0)
                .addProperty("application_name", printable(config.applicationName()))
                // An acknowledged commit must not be lost by a crash of the server.
                .addProperty("synchronous_commit", "on")
                .addProperty("default_transaction_isolation", "read committed")
                .addProperty("client_min_messages", "warning")
                // A statement that was given up must not take effect much later: these lie below the store timeout.
                .addProperty("lock_timeout", millis(timeout / 2))
                .addProperty("statement_timeout", millis(timeout * 3 / 4))
                .addProperty("idle_in_transaction_session_timeout", millis(timeout));
        return new ConnectionSettings(options, timeout);
    }

    /** What goes to the transport. */
    NetClientOptions transport() {
        return new NetClientOptions()
                .setConnectTimeout((int) Math.min(Integer.MAX_VALUE, timeoutMillis))
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true);
    }

    /** Where it connects to, for messages, and to tell places apart. */
    String target() {
        return place() + ":" + options.getPort() + "/" + options.getDatabase();
    }

    /** Case tells two sockets apart, but no two hosts. */
    private String place() {
        return options.isUsingDomainSocket()
                ? options.getHost()
                : options.getHost().toLowerCase(Locale.ROOT);
    }

    /** Without options, which hold the password. */
    @Override
    public String toString() {
        return "ConnectionSettings[" + target() + "]";
    }

    private static PgConnectOptions parse(String uri) {
        String scheme = StoreUri.scheme(uri);
        try {
            return PgConnectOptions.fromUri(scheme.toLowerCase(Locale.ROOT) + uri.substring(scheme.length()));
        } catch (RuntimeException repeatsTheUri) {
            // The parser's exception holds the whole URI, password included: it goes nowhere, not even as a cause.
            throw new IllegalArgumentException(
                    "store uri " + StoreUri.withoutSecrets(uri) + " is no PostgreSQL uri: " + EXPECTED);
        }
    }

    private static String millis(long millis) {
        return Long.toString(Math.max(1, millis));
    }

    /** The server cuts longer names and replaces other characters by question marks; so do we, visibly. */
    private static String printable(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.substring(0, Math.min(TableName.MAX_LENGTH, clean.length()));
    }
}
