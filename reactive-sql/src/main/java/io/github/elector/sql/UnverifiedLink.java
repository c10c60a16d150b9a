// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.shareddata.LocalMap;
import java.util.Locale;
import java.util.regex.Pattern;

/** A link to a server that did not have to prove who it is, on which others may sit. */
final class UnverifiedLink {
    private static final Logger LOG = LoggerFactory.getLogger(UnverifiedLink.class);
    private static final String MAP = "io.github.elector.sql.unverified";
    // By its text: asking for the address of a name takes time, and may have another answer later.
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

    private UnverifiedLink() {}

    /** Warns about it, once for each target in a Vertx. */
    static void warn(Vertx vertx, ConnectionSettings settings) {
        TlsMode mode = settings.login().tls().mode();
        if (!mode.isVerified() && leavesTheMachine(settings.address()) && isNews(vertx, settings.target())) {
            LOG.warn("the link to " + settings.target() + " is not verified (tls mode " + mode + "): "
                    + (mode == TlsMode.REQUIRE
                            ? "somebody in between can take the server's place, password and all"
                            : "somebody in between can read the password and take the server's place")
                    + "; set tls.mode of the store to " + TlsMode.VERIFY_FULL);
        }
    }

    static boolean leavesTheMachine(SocketAddress address) {
        return !address.isDomainSocket()
                && !LOOPBACK.matcher(String.valueOf(address.host()).toLowerCase(Locale.ROOT))
                        .matches();
    }

    private static boolean isNews(Vertx vertx, String target) {
        LocalMap<String, Boolean> told = vertx.sharedData().getLocalMap(MAP);
        return told.putIfAbsent(target, true) == null;
    }
}
