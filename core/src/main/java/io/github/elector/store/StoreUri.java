// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import java.util.Locale;

/** What may be said of a store's URI in a message. */
public final class StoreUri {
    private StoreUri() {}

    /**
     * The scheme, lower case, such as {@code postgresql}.
     *
     * @throws IllegalArgumentException if there is none, naming what is expected and not the URI
     */
    public static String scheme(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon <= 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        if (scheme.isEmpty() || !scheme.chars().allMatch(StoreUri::isSchemeCharacter)) {
            throw new IllegalArgumentException(
                    "store uri has no scheme: write it as postgresql://user@host:5432/database or memory:name");
        }
        return scheme;
    }

    /**
     * The URI with everything gone that could be a secret: user info, query and fragment. A text that cannot be told
     * apart with certainty is cut at its scheme.
     */
    public static String withoutSecrets(String uri) {
        int end = uri.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = uri.indexOf(mark);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        int at = uri.lastIndexOf('@');
        if (at < 0) {
            return printable(uri.substring(0, end));
        }
        int slashes = uri.indexOf("://");
        String scheme = slashes > 0 ? uri.substring(0, slashes + 3) : "";
        return printable(scheme + (at < end ? uri.substring(at + 1, end) : "…"));
    }

    private static boolean isSchemeCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x21-\\x7e…]", "?");
    }
}
