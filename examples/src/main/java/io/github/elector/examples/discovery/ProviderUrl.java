// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a provider: {@code dubbo://IP:PORT/IFACE?application=…&methods=…}. Its parameters are text that need not be
 * allowed in a URI, so it is none. A user and password are left out.
 *
 * @param protocol by which it is called
 * @param host where
 * @param port where, 1 to 65535
 * @param path the interface, perhaps behind a context path
 * @param parameters all it says
 */
record ProviderUrl(String protocol, String host, int port, String path, Map<String, String> parameters) {
    private static final Pattern FORM = Pattern.compile(
            "(?<protocol>[a-z][a-z0-9+.-]*)://(?:[^/@?]*@)?(?<host>\\[[0-9a-fA-F:.%]+\\]|[^:/?@\\[\\]]+):(?<port>\\d{1,9})"
                    + "/(?<path>[^?]*)(?:\\?(?<query>.*))?",
            Pattern.DOTALL);

    /**
     * The URL in this text, which is not encoded any more.
     *
     * @throws BadNodeException if it is none
     */
    static ProviderUrl parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new BadNodeException("is no URL of a provider: protocol://host:port/interface?…");
        }
        int port = Integer.parseInt(form.group("port"));
        if (port < 1 || port > 65_535) {
            throw new BadNodeException("its port is not a number from 1 to 65535");
        }
        String query = form.group("query");
        return new ProviderUrl(
                form.group("protocol"),
                form.group("host"),
                port,
                form.group("path"),
                query == null ? Map.of() : parameters(query));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isBlank());
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return parameters;
    }
}
