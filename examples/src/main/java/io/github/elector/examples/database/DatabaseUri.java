// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.github.elector.store.StoreUri;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.Locale;
import java.util.Map;

/** Where a database is, and of which kind. It may hold a password: only {@link #toString()} may be shown. */
public final class DatabaseUri {
    /** The environment variable that may hold it, out of sight of the process list. */
    public static final String VARIABLE = "ELECTOR_DB";

    private static final String EXPECTED = "write it as postgresql://user:password@host:5432/database or"
            + " mysql://user:password@host:3306/database, special characters percent-encoded";

    private final String text;
    private final DemoSql sql;
    private final SqlConnectOptions options;

    /**
     * The database at this URI.
     *
     * @throws IllegalArgumentException if it cannot be used; the message holds no password
     */
    public DatabaseUri(String text) {
        this.text = text;
        String scheme = scheme();
        this.sql = switch (scheme) {
            case "postgresql", "postgres" -> new PostgresDemoSql();
            case "mysql", "mariadb" -> new MysqlDemoSql();
            default -> throw new IllegalArgumentException("scheme '" + scheme + "' is not supported here: " + EXPECTED);
        };
        try {
            options = parsed();
        } catch (RuntimeException repeatsTheUri) {
            // Its message holds the whole URI, password included, so it is no cause of ours.
            throw new IllegalArgumentException(
                    StoreUri.withoutSecrets(text) + " is no uri of such a database: " + EXPECTED);
        }
    }

    /** All of it, password included: for connecting, not for showing. */
    public String secretText() {
        return text;
    }

    /** As the client of the database reads it. */
    public String host() {
        return options.getHost();
    }

    /** As the client of the database reads it; the usual one of this kind if none is given. */
    public int port() {
        return options.getPort();
    }

    /** Whether it is MySQL or MariaDB; else it is PostgreSQL. */
    public boolean isMysql() {
        return sql instanceof MysqlDemoSql;
    }

    /** What is said to it. */
    DemoSql sql() {
        return sql;
    }

    /** A pool of this many connections at most, to be made where it is to live. */
    public Pool pool(Vertx vertx, int size, Map<String, String> properties) {
        SqlConnectOptions named = parsed().setCachePreparedStatements(true)
                // Statement and fence together are longer than what is cached by default.
                .setPreparedStatementCacheSqlFilter(any -> true);
        properties.forEach(named::addProperty);
        return Pool.pool(vertx, named, new PoolOptions().setMaxSize(size));
    }

    /** The same database, reached through a port of this machine. */
    public DatabaseUri throughLocalPort(int port) {
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

    /** The same whose connections have this name, and whose statements may take so long if this kind can be told so. */
    public Pool pool(Vertx vertx, int size, String application, long timeoutMillis) {
        return pool(vertx, size, sql.properties(application, timeoutMillis));
    }

    private String scheme() {
        return StoreUri.scheme(text).toLowerCase(Locale.ROOT);
    }

    private SqlConnectOptions parsed() {
        String scheme = scheme();
        return sql.parse(scheme + text.substring(scheme.length()));
    }

    /** Without user, password and parameters. */
    @Override
    public String toString() {
        return StoreUri.withoutSecrets(text);
    }
}
