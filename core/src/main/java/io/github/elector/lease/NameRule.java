// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/**
 * What a component, node or session may be called: 1 to 128 of {@code A-Z a-z 0-9 . _ : / -}.
 *
 * <p>The rule is narrow on purpose. These names become primary keys (where collations differ in what they call equal),
 * event-bus addresses, metric tags, worker-pool names and log lines.
 */
final class NameRule {
    private static final int MAX_LENGTH = 128;
    private static final int SHOWN_LENGTH = 40;

    private NameRule() {}

    static String check(String what, String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException(
                    what + " is empty: give it 1 to 128 characters of A-Z a-z 0-9 . _ : / -");
        }
        if (name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(what + " '" + shown(name) + "' has " + name.length()
                    + " characters: shorten it to " + MAX_LENGTH + " at most");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                throw new IllegalArgumentException(what + " '" + shown(name) + "' has a character that is not allowed ("
                        + codePoint(name, i) + " at position " + (i + 1)
                        + "): use only A-Z a-z 0-9 . _ : / -");
            }
        }
        return name;
    }

    private static boolean isAllowed(char c) {
        return isPlain(c) || c == ':' || c == '/';
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    private static String codePoint(String name, int index) {
        return String.format("U+%04X", name.codePointAt(index));
    }

    /**
     * What a message may say of a name that is none: its beginning of letters, digits, dots, underscores and hyphens.
     * Somebody may have put a database's URI here, and behind its scheme or its user stands a password; whoever looks for
     * one in a text finds it by what stands around it, so nothing is replaced, and all the rest is gone.
     */
    private static String shown(String name) {
        int end = 0;
        while (end < Math.min(name.length(), SHOWN_LENGTH) && isPlain(name.charAt(end))) {
            end++;
        }
        return end < name.length() ? name.substring(0, end) + "…" : name;
    }
}
