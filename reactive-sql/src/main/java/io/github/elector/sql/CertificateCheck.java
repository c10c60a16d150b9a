// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's check of a server's certificate, and of the host it is for where that is asked; tells why it refused one. The
 * PostgreSQL client only says that the handshake failed.
 */
final class CertificateCheck extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager check;
    private final Consumer<CertificateException> onRefused;

    /** {@code onRefused} is told on any thread. */
    CertificateCheck(X509ExtendedTrustManager check, Consumer<CertificateException> onRefused) {
        this.check = check;
        this.onRefused = onRefused;
    }

    private interface Act {
        void run() throws CertificateException;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        tell(() -> check.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        tell(() -> check.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        tell(() -> check.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return check.getAcceptedIssuers();
    }

    private void tell(Act act) throws CertificateException {
        try {
            act.run();
        } catch (CertificateException refusal) {
            onRefused.accept(refusal);
            throw refusal;
        }
    }
}
