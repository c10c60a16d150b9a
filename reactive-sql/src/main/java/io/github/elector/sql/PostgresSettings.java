// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.Shown;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.StoreConfig;
import io.github.elector.store.StoreUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.security.cert.CertificateException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the store connects to PostgreSQL. All that a session needs to know travels with the startup message, unless there is
 * a pooler in between, which would not pass it on: then it travels with every statement, see {@link SelfContainedForm}.
 *
 * @param options for the client
 * @param login what is found out for each connection
 * @param timeoutMillis the store timeout
 * @param pooler whether there is a pooler in between
 */
record PostgresSettings(PgConnectOptions options, Login login, long timeoutMillis, boolean pooler)
        implements ConnectionSettings {
    private static final String EXPECTED =
            "write it as postgresql://user:password@host:5432/database," + " with special characters percent-encoded";
    private static final Pattern FILE_OF_TLS =
            Pattern.compile("[?&](?<option>ssl(rootcert|cert|key|crl|crldir|password))=", Pattern.CASE_INSENSITIVE);
    private static final String LOCK_TIMEOUT = "lock_timeout";
    private static final String STATEMENT_TIMEOUT = "statement_timeout";
    // As intervals, since the server says 2s where it was told 2000.
    private static final String OBEYS = """
            SELECT current_setting('lock_timeout')::interval = interval '%s ms'
               AND current_setting('statement_timeout')::interval = interval '%s ms'
               AND current_setting('synchronous_commit') = 'on'
               AND current_setting('default_transaction_isolation') = 'read committed' AS obeys
            """;
    private static final Buffer TLS_REQUEST = Buffer.buffer().appendInt(8).appendInt(80877103);

    /**
     * From a configuration.
     *
     * @throws IllegalArgumentException if the URI is none; the message holds no password
     */
    static PostgresSettings of(StoreConfig config) {
        long timeout = Math.max(1, TimeUnit.NANOSECONDS.toMillis(config.timeoutNanos()));
        PgConnectOptions options = parse(config.uri());
        refuseFilesOfTls(config.uri());
        if (!options.isUsingDomainSocket()) {
            ConnectionSettings.refuseNoHost(config.uri(), options.getHost(), EXPECTED);
        }
        options.setReconnectAttempts(0).addProperty("application_name", printable(config.applicationName()));
        boolean pooler = SqlStoreOptions.pooler(config.options());
        if (pooler) {
            simplify(options);
        } else {
            equip(options, timeout);
        }
        return new PostgresSettings(options, Login.byUri(mode(options.getSslMode())), timeout, pooler);
    }

    private static void equip(PgConnectOptions options, long timeout) {
        StatementLimits limits = StatementLimits.within(timeout);
        options.setCachePreparedStatements(true)
                // There is a fixed number of statements, and some are longer than what is cached by default.
                .setPreparedStatementCacheSqlFilter(sql -> true)
                // An acknowledged commit must not be lost by a crash of the server.
                .addProperty("synchronous_commit", "on")
                .addProperty("default_transaction_isolation", "read committed")
                .addProperty("client_min_messages", "warning")
                .addProperty(LOCK_TIMEOUT, Long.toString(limits.lockMillis()))
                .addProperty(STATEMENT_TIMEOUT, Long.toString(limits.statementMillis()))
                .addProperty("idle_in_transaction_session_timeout", Long.toString(timeout));
    }

    /** What a pooler understands: the client's extra_float_digits is refused, and one statement is under way at a time. */
    private static void simplify(PgConnectOptions options) {
        Map<String, String> understood = new HashMap<>(options.getProperties());
        understood.remove("extra_float_digits");
        options.setProperties(understood).setPipeliningLimit(1);
    }

    /**
     * The same with what the options say of TLS and credentials.
     *
     * @throws IllegalArgumentException if they contradict the URI, or name no supplier
     */
    PostgresSettings with(Vertx vertx, SqlStoreOptions more) {
        Login completed = login.with(vertx, more);
        if (completed.tls().equals(login.tls())) {
            return new PostgresSettings(options, completed, timeoutMillis, pooler);
        }
        TlsMode mode = completed.tls().mode();
        if (options.getSslMode() != SslMode.DISABLE && login.tls().mode() != mode) {
            throw new IllegalArgumentException("tls.mode (" + mode + ") contradicts the URI's sslmode ("
                    + options.getSslMode().value + "): remove the latter");
        }
        PgConnectOptions verified = new PgConnectOptions(options).setSslMode(SslMode.of(mode.toString()));
        return new PostgresSettings(verified, completed, timeoutMillis, pooler);
    }

    /** How statements travel to it. */
    StatementForm form() {
        return pooler ? new SelfContainedForm(StatementLimits.within(timeoutMillis)) : StatementForm.PREPARED;
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
        return login.complete(vertx, new PgConnectOptions(options), loginMillis(), onRefused);
    }

    @Override
    public Pool pool(Vertx vertx, Supplier<Future<SqlConnectOptions>> login) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1).setConnectionTimeout(0))
                .with(transport())
                .connectingTo(login)
                .using(vertx)
                .build();
    }

    /** A pooler may be told to drop what it does not know: then nothing of it holds, and nobody would notice. */
    @Override
    public Future<?> settle(SqlConnection fresh) {
        return pooler
                ? Future.succeededFuture()
                : fresh.query(obeys()).execute().compose(this::refuseAPooler);
    }

    private String obeys() {
        return OBEYS.formatted(
                options.getProperties().get(LOCK_TIMEOUT),
                options.getProperties().get(STATEMENT_TIMEOUT));
    }

    private Future<?> refuseAPooler(RowSet<Row> answer) {
        return answer.iterator().next().getBoolean("obeys")
                ? Future.succeededFuture()
                : Future.failedFuture(new LeaseStoreException(
                        LeaseStoreException.Kind.REJECTED,
                        target() + " did not take the limits and settings this connection was opened with, as behind a"
                                + " pooler that drops them; " + PostgresFailureCodes.SET_POOLER));
    }

    /** The protocol's request for TLS, to which every server answers one byte. */
    @Override
    public Buffer knock() {
        return TLS_REQUEST;
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
        return "PostgresSettings[" + target() + "]";
    }

    private static PgConnectOptions parse(String uri) {
        String scheme = StoreUri.scheme(uri);
        try {
            return PgConnectOptions.fromUri(scheme.toLowerCase(Locale.ROOT) + uri.substring(scheme.length()));
        } catch (RuntimeException repeatsTheUri) {
            // The parser's exception holds the whole URI, password included: it goes nowhere, not even as a cause.
            throw new IllegalArgumentException("store uri " + StoreUri.withoutSecrets(uri) + " is no PostgreSQL uri: "
                    + ConnectionSettings.whatIsWrong(uri) + EXPECTED);
        }
    }

    /** What the client calls allow is prefer the other way round. */
    private static TlsMode mode(SslMode mode) {
        return mode == SslMode.ALLOW ? TlsMode.PREFER : TlsMode.of(mode.value);
    }

    /** The client drops what it does not know, these too: the server would be verified by other files than one thinks. */
    private static void refuseFilesOfTls(String uri) {
        Matcher file = FILE_OF_TLS.matcher(uri);
        if (file.find()) {
            throw new IllegalArgumentException("store uri " + StoreUri.withoutSecrets(uri) + " names a file by "
                    + file.group("option") + ", which the client ignores: name it by tls.ca, tls.certificate or tls.key"
                    + " of the store, and remove it here");
        }
    }

    /** The server cuts longer names and replaces other characters by question marks; so do we, visibly. */
    private static String printable(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.substring(0, Math.min(TableNaming.MAX_LENGTH, clean.length()));
    }
}
