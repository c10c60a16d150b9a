// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.lease.Shown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a console listens.
 *
 * @param host an address or a name of this machine
 * @param port 1 to 65535, or 0 for any that is free
 */
public record ConsoleAddress(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern TEXT =
            Pattern.compile("(?:(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):)?(?<port>\\d{1,5})");
    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|(0+:){7}0*1)]?", Pattern.CASE_INSENSITIVE);

    public ConsoleAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException(
                    "the console has no host to listen on: give it one, such as " + LOOPBACK);
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "the port of the console is " + port + " but must be 1 to 65535, or 0 for any that is free");
        }
    }

    /**
     * From {@code PORT}, which is a port of the loopback interface, or from {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static ConsoleAddress parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + Shown.text(text)
                    + "' is no place for the console: write a port, such as 8080, which this machine alone can reach,"
                    + " or host:port, such as 0.0.0.0:8080 or [::]:8080, which others can");
        }
        String host = parts.group("host");
        return new ConsoleAddress(
                host == null ? LOOPBACK : host.replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group("port")));
    }

    /** Whether only this machine can reach it. */
    boolean isLoopback() {
        return isLoopback(host);
    }

    /** Whether this is the loopback interface, by its name or as an address; asks nobody. */
    static boolean isLoopback(String host) {
        return LOOPBACK_HOST.matcher(host).matches();
    }
}
