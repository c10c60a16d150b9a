// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.Shown;
import io.github.elector.store.StoreConfig;
import io.github.elector.store.StoreUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How the store connects to MySQL or MariaDB.
 *
 * @param options for the client
 * @param login what is found out for each connection
 * @param timeoutMillis the store timeout
 */
record MysqlSettings(MySQLConnectOptions options, Login login, long timeoutMillis) implements ConnectionSettings {
    private static final String EXPECTED =
            "write it as mysql://user:password@host:3306/database, with special characters percent-encoded";
    private static final Pattern OPTIONS = Pattern.compile(
            "((host|port|socket|user|password|schema|useAffectedRows)=[^&]*(&+|$))*", Pattern.CASE_INSENSITIVE);
    private static final int DATABASE_LENGTH = 64;
    private static final int ATTRIBUTE_LENGTH = 255;

    /**
     * From a configuration.
     *
     * @throws IllegalArgumentException if the URI is none, names no database, or has options that would have no effect;
     *     the message holds no password
     */
    static MysqlSettings of(StoreConfig config) {
        long timeout = Math.max(1, TimeUnit.NANOSECONDS.toMillis(config.timeoutNanos()));
        MySQLConnectOptions options = parse(config.uri());
        refuseNoDatabase(config.uri(), options.getDatabase());
        if (!options.isUsingDomainSocket()) {
            ConnectionSettings.refuseNoHost(config.uri(), options.getHost(), EXPECTED);
        }
        refuseUnknownOptions(config.uri());
        options.setCachePreparedStatements(true)
                // There is a fixed number of statements, and some are longer than what is cached by default.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                .setReconnectAttempts(0)
                // No count decides anything here, but it shall mean the same whatever the URI says.
                .setUseAffectedRows(false)
                .addProperty("program_name", printable(config.applicationName()));
        return new MysqlSettings(options, Login.byUri(TlsMode.DISABLE), timeout);
    }

    /**
     * The same with what the options say of TLS, which no URI can, and of credentials.
     *
     * @throws IllegalArgumentException if they name no supplier
     */
    MysqlSettings with(Vertx vertx, SqlStoreOptions more) {
        Login completed = login.with(vertx, more);
        return new MysqlSettings(
                new MySQLConnectOptions(options).setSslMode(mode(completed.tls().mode())), completed, timeoutMillis);
    }

    /** How its tables are named. */
    TableNaming naming() {
        return TableNaming.mysql(options.getDatabase());
    }

    /**
     * How the tables are named in the database that a URI leads to.
     *
     * @throws IllegalArgumentException if the URI is none or names no database; the message holds no password
     */
    static TableNaming naming(String uri) {
        String database = parse(uri).getDatabase();
        refuseNoDatabase(uri, database);
        return TableNaming.mysql(database);
    }

    @Override
    public String target() {
        return place() + ":" + options.getPort() + "/" + Shown.text(options.getDatabase());
    }

    /** What tells two places apart; shown to nobody. */
    String identity() {
        return place() + ":" + options.getPort() + "/" + options.getDatabase();
    }

    @Override
    public SocketAddress address() {
        return options.getSocketAddress();
    }

    @Override
    public Future<SqlConnectOptions> loggingIn(Vertx vertx, Consumer<CertificateException> onRefused) {
        return login.complete(vertx, new MySQLConnectOptions(options), loginMillis(), onRefused);
    }

    @Override
    public Pool pool(Vertx vertx, Supplier<Future<SqlConnectOptions>> login) {
        return MySQLBuilder.pool()
                .with(new PoolOptions().setMaxSize(1).setConnectionTimeout(0))
                .with(transport())
                .connectingTo(login)
                .using(vertx)
                .build();
    }

    @Override
    public Future<?> settle(SqlConnection fresh) {
        return fresh.query(settling()).execute();
    }

    /**
     * The server greets whoever connects. It counts those who then say nothing (max_connect_errors), and forgets them when
     * the connection that follows succeeds.
     */
    @Override
    public Buffer knock() {
        return Buffer.buffer();
    }

    /**
     * What the statements rely on, whatever the server's defaults are: one statement for every new connection.
     *
     * <p>READ COMMITTED, so that an insert that reads first locks nothing of what it reads. sql_select_limit would cut
     * answers short, sql_safe_updates refuse updates, unique_checks = 0 let a second row of the same key pass. A statement
     * that was given up must not take effect much later, so its limits lie below the store timeout: InnoDB counts waits for
     * locks in whole seconds, and MySQL from 1 on. MariaDB ends any statement (max_statement_time, in seconds), MySQL only a
     * SELECT (max_execution_time, in milliseconds). What stands in a comment is run by the server it is for alone; checked
     * on MariaDB 11.4.5 and 10.11 and on MySQL 9.7.4.
     */
    String settling() {
        // Claims that travel together must have time for more than one wait.
        long lockSeconds = Math.min(1, timeoutMillis / 2 / 1_000);
        long statementMillis = Math.max(1, timeoutMillis * 3 / 4);
        return String.format(
                Locale.ROOT,
                """
                SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', autocommit = 1,
                    unique_checks = 1, foreign_key_checks = 1, sql_safe_updates = 0,
                    sql_select_limit = 18446744073709551615
                    /*M!100600 , SESSION tx_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = %1$d, lock_wait_timeout = %1$d,
                        max_statement_time = %2$d.%3$03d */
                    /*!80000 , SESSION transaction_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = %4$d,
                        lock_wait_timeout = %4$d, max_execution_time = %5$d */
                """,
                lockSeconds,
                statementMillis / 1_000,
                statementMillis % 1_000,
                Math.max(1, lockSeconds),
                statementMillis);
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
        return "MysqlSettings[" + target() + "]";
    }

    private static MySQLConnectOptions parse(String uri) {
        String scheme = StoreUri.scheme(uri);
        try {
            return MySQLConnectOptions.fromUri(scheme.toLowerCase(Locale.ROOT) + uri.substring(scheme.length()));
        } catch (RuntimeException repeatsTheUri) {
            // The parser's exception holds the whole URI, password included: it goes nowhere, not even as a cause.
            throw new IllegalArgumentException("store uri " + StoreUri.withoutSecrets(uri) + " is no MySQL uri: "
                    + ConnectionSettings.whatIsWrong(uri) + EXPECTED);
        }
    }

    private static void refuseNoDatabase(String uri, String database) {
        if (database.isEmpty() || database.length() > DATABASE_LENGTH || database.matches("(?s).*[`\\x00].*")) {
            throw new IllegalArgumentException(
                    "store uri " + StoreUri.withoutSecrets(uri) + " names no database: " + EXPECTED);
        }
    }

    /** The client drops what it does not know: a mistyped password, or sslMode, would do nothing. */
    private static void refuseUnknownOptions(String uri) {
        int query = uri.indexOf('?');
        if (query >= 0 && !OPTIONS.matcher(uri.substring(query + 1)).matches()) {
            // Without their names: of a URI that was written wrongly, those may be part of the password.
            throw new IllegalArgumentException(
                    "store uri " + StoreUri.withoutSecrets(uri) + " has options the MySQL"
                            + " client does not know, so they would have no effect: correct or remove them; known are host,"
                            + " port, socket, user, password, schema and useAffectedRows; TLS is asked for by tls of the store");
        }
    }

    private static SslMode mode(TlsMode mode) {
        return switch (mode) {
            case DISABLE -> SslMode.DISABLED;
            case PREFER -> SslMode.PREFERRED;
            case REQUIRE -> SslMode.REQUIRED;
            case VERIFY_CA -> SslMode.VERIFY_CA;
            case VERIFY_FULL -> SslMode.VERIFY_IDENTITY;
        };
    }

    private static String printable(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.substring(0, Math.min(ATTRIBUTE_LENGTH, clean.length()));
    }
}
