// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.sqlclient.DatabaseException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Which check of TLS failed, and what to do about it; the JDK names it deep down, and not for people. */
final class TlsTrouble {
    private static final int DEPTH = 20;
    private static final int BAD_HANDSHAKE = 1043;

    private TlsTrouble() {}

    /** Advice, if the failure has to do with TLS. */
    static Optional<String> advice(Throwable failure) {
        if (causes(failure).anyMatch(TlsTrouble::isExpired)) {
            return Optional.of("the certificate of the server has expired: renew it there");
        }
        if (causes(failure).anyMatch(CertificateNotYetValidException.class::isInstance)) {
            return Optional.of("the certificate of the server is not valid yet: is a clock wrong?");
        }
        if (causes(failure).anyMatch(TlsTrouble::isUnknownAuthority)) {
            return Optional.of("the certificate of the server comes from nobody we trust: put the certificate of the"
                    + " authority that signed it into the file tls.ca names");
        }
        if (causes(failure).anyMatch(CertificateException.class::isInstance)) {
            return Optional.of("the certificate of the server is for another host: connect to a name it is for, or have"
                    + " one made for this name");
        }
        if (causes(failure).anyMatch(TlsTrouble::isOfTls)) {
            return Optional.of(
                    "the two could not agree on TLS: does the server offer it, and does it want a certificate"
                            + " of the client (tls.certificate and tls.key)?");
        }
        return Optional.empty();
    }

    private static boolean isExpired(Throwable cause) {
        return cause instanceof CertificateExpiredException
                || (cause instanceof CertPathValidatorException invalid && invalid.getReason() == BasicReason.EXPIRED);
    }

    private static boolean isUnknownAuthority(Throwable cause) {
        return cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException invalid && invalid.getReason() != BasicReason.EXPIRED);
    }

    /**
     * The PostgreSQL client has no type for it; a MySQL without TLS finds no login where it expects one, and sometimes the
     * client hears of that before its TLS fails.
     */
    private static boolean isOfTls(Throwable cause) {
        if (cause instanceof DatabaseException told) {
            return told.getErrorCode() == BAD_HANDSHAKE;
        }
        return cause instanceof SSLException
                || String.valueOf(cause.getMessage()).contains("SSL");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH);
    }
}
