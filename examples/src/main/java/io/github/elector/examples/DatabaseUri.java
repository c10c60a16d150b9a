// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.github.elector.store.StoreUri;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Locale;

/** Where a PostgreSQL database is. It may hold a password: only {@link #toString()} may be shown. */
final class DatabaseUri {
    /** The environment variable that may hold it, out of sight of the process list. */
    static final String VARIABLE = "ELECTOR_DB";

    private static final String EXPECTED =
            "write it as postgresql://user:password@host:5432/database, special characters percent-encoded";

    private final String text;
    private final PgConnectOptions options;

    /**
     * The database at this URI.
     *
     * @throws IllegalArgumentException if it cannot be used; the message holds no password
     */
    DatabaseUri(String text) {
        this.text = text;
        String scheme = StoreUri.scheme(text).toLowerCase(Locale.ROOT);
        if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
            throw new IllegalArgumentException("scheme '" + scheme + "' is not supported here: " + EXPECTED);
        }
        try {
            options = PgConnectOptions.fromUri(scheme + text.substring(scheme.length()));
        } catch (RuntimeException repeatsTheUri) {
            // Its message holds the whole URI, password included, so it is no cause of ours.
            throw new IllegalArgumentException(StoreUri.withoutSecrets(text) + " is no PostgreSQL uri: " + EXPECTED);
        }
    }

    /** All of it, password included: for connecting, not for showing. */
    String secretText() {
        return text;
    }

    PgConnectOptions connectOptions() {
        return new PgConnectOptions(options);
    }

    /** The same database, reached through a port of this machine. */
    DatabaseUri throughLocalPort(int port) {
        int authority = text.indexOf("://") + 3;
        int path = text.indexOf('/', authority);
        if (options.isUsingDomainSocket() || authority < 3 || path < 0) {
            throw new IllegalArgumentException(
                    "a database that is to be cut off needs a host, a port and a name: " + EXPECTED);
        }
        int users = text.lastIndexOf('@', path);
        String kept = text.substring(0, users > 0 ? users + 1 : authority);
        return new DatabaseUri(kept + "127.0.0.1:" + port + text.substring(path));
    }

    /** Without user, password and parameters. */
    @Override
    public String toString() {
        return StoreUri.withoutSecrets(text);
    }
}
