// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be said of a store's URI in a message. */
public final class StoreUri {
    private static final Pattern PARTS = Pattern.compile("(?<scheme>[A-Za-z0-9+.-]+):(?<rest>.*)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]*");
    private static final char[] MARKS = {'?', '#', ';', '&'};
    /** Host, port and path, then what is not shown. */
    private static final Pattern PLACE = Pattern.compile(
            "(?<shown>([A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?)([?#;&].*)?",
            Pattern.DOTALL);

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
     * The URI with everything gone that could be a secret: user info, query and what follows it. Of a text that cannot be
     * told apart with certainty nothing is left but its scheme: whoever forgets {@code @host} has the password where a
     * port belongs.
     */
    public static String withoutSecrets(String uri) {
        Matcher parts = PARTS.matcher(uri);
        if (!parts.matches()) {
            return "…";
        }
        String scheme = parts.group("scheme");
        String rest = parts.group("rest");
        if (!rest.startsWith("//")) {
            return scheme.equalsIgnoreCase("memory") && NAME.matcher(rest).matches() ? uri : scheme + ":…";
        }
        Matcher place = PLACE.matcher(rest.substring(Math.max(2, rest.lastIndexOf('@') + 1)));
        boolean hidesUserInfo = rest.indexOf('@') < 0 || rest.lastIndexOf('@') < firstMark(rest);
        return scheme + "://" + (hidesUserInfo && place.matches() ? place.group("shown") : "…");
    }

    private static int firstMark(String rest) {
        int first = rest.length();
        for (char mark : MARKS) {
            int at = rest.indexOf(mark);
            first = at >= 0 ? Math.min(first, at) : first;
        }
        return first;
    }

    private static boolean isSchemeCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    }
}
