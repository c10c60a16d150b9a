// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnectOptions;
import java.security.cert.CertificateException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is found out anew for each connection, so that a password, a token or a certificate may change without a restart.
 *
 * @param tls how far the server is trusted
 * @param credentials who is asked for user and password, or null for those of the URI
 */
record Login(TlsOptions tls, @Nullable CredentialsSource credentials) {
    /** As the URI says, and no more. */
    static Login byUri(TlsMode mode) {
        return new Login(TlsOptions.of(mode, null), null);
    }

    /** As the options say, and where they say nothing as before. */
    Login with(Vertx vertx, SqlStoreOptions options) {
        TlsOptions asked = options.getTls();
        CredentialsSource named = source(vertx, options);
        return new Login(asked == null ? tls : asked, named == null ? credentials : named);
    }

    private static @Nullable CredentialsSource source(Vertx vertx, SqlStoreOptions options) {
        JsonObject secrets = options.getSecretCredentials();
        String name = options.getCredentials();
        if (secrets != null) {
            return CredentialsSource.of(SecretCredentials.of(secrets).checked());
        }
        return name == null ? null : CredentialsSource.named(vertx, name);
    }

    /**
     * Completes {@code copy}, which is used for one connection; on the context of the store.
     *
     * @param withinMillis how long the credentials may take
     * @param onRefused is told why a certificate of the server is refused, on any thread
     */
    Future<SqlConnectOptions> complete(
            Vertx vertx, SqlConnectOptions copy, long withinMillis, Consumer<CertificateException> onRefused) {
        return encrypted(vertx, copy, onRefused)
                .compose(encrypted -> authenticated(vertx, copy, withinMillis))
                .map(copy);
    }

    private Future<?> encrypted(Vertx vertx, SqlConnectOptions copy, Consumer<CertificateException> onRefused) {
        return tls.mode() == TlsMode.DISABLE
                ? Future.succeededFuture()
                : TlsFiles.read(vertx, tls, onRefused).map(copy::setSslOptions);
    }

    private Future<?> authenticated(Vertx vertx, SqlConnectOptions copy, long withinMillis) {
        if (credentials == null) {
            return Future.succeededFuture();
        }
        CredentialsRequest request =
                new CredentialsRequest(vertx, copy.getHost(), copy.getPort(), copy.getDatabase(), copy.getUser());
        return credentials
                .ask(request, withinMillis)
                .map(given -> copy.setUser(given.user()).setPassword(given.password()));
    }
}
