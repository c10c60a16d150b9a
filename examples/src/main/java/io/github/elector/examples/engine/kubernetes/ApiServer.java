// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Where a server of the Kubernetes API is, how it proves who it is, and how we do. What is secret in it is not shown.
 *
 * @param uri scheme, host, port and perhaps a path in front of all others
 * @param authority certificates in PEM that the server's has to lead to; those of the JVM if there are none
 * @param token of the user, or none
 * @param certificate of the user, perhaps
 */
record ApiServer(URI uri, Optional<Buffer> authority, Token token, Optional<ClientCertificate> certificate) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    ApiServer {
        if (!isSecure(uri) && (token != Token.NONE || certificate.isPresent()) && !LOOPBACK.contains(uri.getHost())) {
            throw new IllegalArgumentException("server " + shown(uri)
                    + " is http, and a token or certificate would be seen by everybody on the way: use https");
        }
    }

    /**
     * The URI in this text.
     *
     * @param key where it stands, for the message
     * @throws IllegalArgumentException if it is none
     */
    static URI uri(String key, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null
                    || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    || uri.getUserInfo() != null
                    || uri.getQuery() != null
                    || uri.getFragment() != null) {
                throw new URISyntaxException("", "not of that form");
            }
            return uri;
        } catch (URISyntaxException none) {
            // Its message repeats the text, which may hold a password.
            throw new IllegalArgumentException(
                    key + " must be https://host:port, perhaps with a path, and nothing else");
        }
    }

    boolean isSecure() {
        return isSecure(uri);
    }

    String host() {
        // Of an address of IPv6 the brackets belong to the URI only.
        return uri.getHost().replaceAll("[\\[\\]]", "");
    }

    int port() {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    /** This path on the server. */
    String path(String path) {
        String before = uri.getRawPath() == null ? "" : uri.getRawPath();
        return (before.endsWith("/") ? before.substring(0, before.length() - 1) : before) + path;
    }

    /**
     * Loads what the JDK needs for TLS, if this server needs that. Takes a few hundred milliseconds the first time, and would
     * do so on the event loop of the first request.
     */
    void prepare() {
        if (isSecure()) {
            try {
                SSLContext.getInstance("TLS").init(null, null, null);
            } catch (GeneralSecurityException none) {
                throw new IllegalStateException("this JVM has no TLS", none);
            }
        }
    }

    /** A client for it; nobody is trusted but who proves to be that server. */
    HttpClientOptions clientOptions(int connectMillis) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(isSecure())
                .setVerifyHost(true)
                .setConnectTimeout(connectMillis)
                .setTcpKeepAlive(true)
                .setName("kubernetes");
        authority.ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
        certificate.ifPresent(own -> options.setKeyCertOptions(
                new PemKeyCertOptions().addCertValue(own.certificate()).addKeyValue(own.key())));
        return options;
    }

    /** The server without anything secret. */
    @Override
    public String toString() {
        return shown(uri);
    }

    private static boolean isSecure(URI uri) {
        return "https".equals(uri.getScheme());
    }

    private static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
