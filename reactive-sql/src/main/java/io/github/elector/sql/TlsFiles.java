// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.CertificateException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What TLS needs to know, read from its files as they are now. The client would read them once and keep what it made of
 * them, and its complaints would not say which file is meant.
 */
final class TlsFiles {
    /** RFC 2818: a name or an address among those the certificate is for. */
    private static final String HOST_CHECK = "HTTPS";

    private static final String NO_HOST_CHECK = "";

    private TlsFiles() {}

    /**
     * For one connection. Fails with a {@link LeaseStoreException} that names the file.
     *
     * @param onRefused is told why a certificate of the server is refused
     */
    static Future<ClientSSLOptions> read(Vertx vertx, TlsOptions tls, Consumer<CertificateException> onRefused) {
        ClientSSLOptions options = new ClientSSLOptions();
        options.setHostnameVerificationAlgorithm(tls.mode() == TlsMode.VERIFY_FULL ? HOST_CHECK : NO_HOST_CHECK);
        Future<ClientSSLOptions> trusting = tls.mode().isVerified()
                ? authorities(vertx, tls.ca(), onRefused).map(options::setTrustOptions)
                : Future.succeededFuture(options.setTrustAll(true));
        String certificate = tls.certificate();
        String key = tls.key();
        return certificate == null || key == null
                ? trusting
                : trusting.compose(ready -> identity(vertx, certificate, key)).map(options::setKeyCertOptions);
    }

    private static Future<TrustOptions> authorities(
            Vertx vertx, @Nullable String ca, Consumer<CertificateException> onRefused) {
        return ca == null
                ? usable(
                        vertx,
                        new TrustedAuthorities(null, onRefused),
                        "the authorities this JVM trusts cannot be read")
                : content(vertx, "tls.ca", ca)
                        .compose(pem -> usable(
                                vertx,
                                new TrustedAuthorities(pem, onRefused),
                                "tls.ca '" + ca + "' holds no PEM certificate"));
    }

    private static Future<TrustOptions> usable(Vertx vertx, TrustOptions trust, String complaint) {
        return tried(vertx, () -> trust.getTrustManagerFactory(vertx), complaint)
                .map(trust);
    }

    private static Future<KeyCertOptions> identity(Vertx vertx, String certificate, String key) {
        return content(vertx, "tls.certificate", certificate)
                .compose(pem -> content(vertx, "tls.key", key).compose(secret -> {
                    PemKeyCertOptions both =
                            new PemKeyCertOptions().addCertValue(pem).addKeyValue(secret);
                    return tried(
                                    vertx,
                                    () -> both.getKeyManagerFactory(vertx),
                                    "tls.certificate '" + certificate + "' and tls.key '" + key
                                            + "' are no PEM certificate and private key that is not encrypted")
                            .map(both);
                }));
    }

    private static Future<Buffer> content(Vertx vertx, String option, String path) {
        return vertx.fileSystem()
                .readFile(path)
                .recover(unreadable -> Future.failedFuture(
                        trouble(option + " '" + path + "' cannot be read: is it there, and may this process read it")));
    }

    /** Before the client does, whose complaint may repeat what is in the file; not on the event loop. */
    private static Future<?> tried(Vertx vertx, Callable<?> make, String complaint) {
        return ((VertxInternal) vertx)
                .getOrCreateContext()
                .executeBlockingInternal(make)
                .recover(failure -> Future.failedFuture(trouble(complaint)));
    }

    private static LeaseStoreException trouble(String what) {
        return new LeaseStoreException(Kind.UNREACHABLE, what + "; it is read again for the next connection");
    }
}
