// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.StoreUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the store connects to its server: what the URI says, and what the store's promises need whatever the URI, the user
 * or the server say. Each database has its own; none of them shows the password.
 */
interface ConnectionSettings {
    /** Of a URI as it may be shown. */
    Pattern PORT = Pattern.compile("://(?:[^/\\[:]*|\\[[^]]*]):(?<port>[0-9]{1,5})(?=/|$)");

    Pattern SSLMODE = Pattern.compile("[?&]sslmode=(?<mode>[^&]*)", Pattern.CASE_INSENSITIVE);
    Set<String> SSLMODES = Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** The store timeout. */
    long timeoutMillis();

    /** Where it connects to, for messages; of a strange name of a database no more than its beginning. */
    String target();

    /** Where the server listens. */
    SocketAddress address();

    /** How far the server is trusted, and who says how to log in. */
    Login login();

    /**
     * All a new connection needs, as it is now; to be called on the context of the store.
     *
     * @param onRefused is told why a certificate of the server is refused, on any thread
     */
    Future<SqlConnectOptions> loggingIn(Vertx vertx, Consumer<CertificateException> onRefused);

    /**
     * A pool of one connection, not connected yet; to be made on the context it shall belong to.
     *
     * @param login is asked for each connection
     */
    Pool pool(Vertx vertx, Supplier<Future<SqlConnectOptions>> login);

    /** Tells a new connection what could not be said while connecting. If it fails, the connection is not used. */
    Future<?> settle(SqlConnection fresh);

    /** What every server answers before anybody has logged in; empty if it speaks first. */
    Buffer knock();

    /**
     * Refuses what cannot be the name or the address of a host: of a URI that was written wrongly it may be the password,
     * and the host is named in messages.
     *
     * @throws IllegalArgumentException without the host
     */
    static void refuseNoHost(String uri, String host, String expected) {
        boolean isPlace = host.matches("[^@:\\s\\p{C}]+") || host.matches("[0-9A-Fa-f:.]+(%[^@:\\s\\p{C}]+)?");
        if (!isPlace) {
            throw new IllegalArgumentException(
                    "store uri " + StoreUri.withoutSecrets(uri) + " names no host: " + expected);
        }
    }

    /**
     * What is wrong with a URI that the client does not take, as far as it can be told without what could be a password;
     * empty, or a sentence with a space behind it.
     */
    static String whatIsWrong(String uri) {
        Matcher port = PORT.matcher(StoreUri.withoutSecrets(uri));
        if (port.find() && !isPort(Integer.parseInt(port.group("port")))) {
            return "port " + port.group("port") + " is none, there are 1 to 65535; ";
        }
        Matcher mode = SSLMODE.matcher(uri);
        return mode.find() && !SSLMODES.contains(mode.group("mode").toLowerCase(Locale.ROOT))
                ? "its sslmode is none of disable, allow, prefer, require, verify-ca and verify-full; "
                : "";
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65_535;
    }

    /** How long a login may take to be found out: less than the store timeout, so that its failure is told as such. */
    default long loginMillis() {
        return Math.max(1, timeoutMillis() * 3 / 4);
    }

    /** What goes to the transport. */
    default NetClientOptions transport() {
        return new NetClientOptions()
                .setConnectTimeout((int) Math.min(Integer.MAX_VALUE, timeoutMillis()))
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true);
    }
}
