// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates count, behind a {@link CertificateCheck}. Equal for the same content, so that the client, which keeps
 * what it made of up to 256 different ones, keeps one.
 *
 * @param pem the authorities, or null for those the JVM trusts
 * @param onRefused is told why a certificate is refused
 */
record TrustedAuthorities(@Nullable Buffer pem, Consumer<CertificateException> onRefused) implements TrustOptions {
    @Override
    public TrustOptions copy() {
        return this;
    }

    @Override
    public TrustManagerFactory getTrustManagerFactory(Vertx vertx) throws Exception {
        return checked(vertx).getTrustManagerFactory(vertx);
    }

    @Override
    public Function<String, TrustManager[]> trustManagerMapper(Vertx vertx) throws Exception {
        return checked(vertx).trustManagerMapper(vertx);
    }

    private TrustOptions checked(Vertx vertx) throws Exception {
        TrustManager authorities = authorities(vertx).getTrustManagers()[0];
        return TrustOptions.wrap(new CertificateCheck((X509ExtendedTrustManager) authorities, onRefused));
    }

    private TrustManagerFactory authorities(Vertx vertx) throws Exception {
        if (pem != null) {
            return new PemTrustOptions().addCertValue(pem).getTrustManagerFactory(vertx);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory;
    }
}
