// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

import java.util.Locale;

/**
 * What a component, node or session may be called: 1 to 128 of {@code A-Z a-z 0-9 . _ : / -}.
 *
 * <p>The rule is narrow on purpose. These names become primary keys (where collations differ in what they call equal),
 * event-bus addresses, metric tags, worker-pool names and log lines.
 */
final class NameRule {
    private static final int MAX_LENGTH = 128;

    private NameRule() {}

    static String check(String what, String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException(
                    what + " is empty: give it 1 to 128 characters of A-Z a-z 0-9 . _ : / -");
        }
        if (name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(what + " '" + Shown.text(name) + "' has " + name.length()
                    + " characters: shorten it to " + MAX_LENGTH + " at most");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                throw new IllegalArgumentException(
                        what + " '" + Shown.text(name) + "' has a character that is not allowed ("
                                + codePoint(name, i) + " at position " + (i + 1)
                                + "): use only A-Z a-z 0-9 . _ : / -");
            }
        }
        return name;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == ':'
                || c == '/'
                || c == '-';
    }

    private static String codePoint(String name, int index) {
        return String.format(Locale.ROOT, "U+%04X", name.codePointAt(index));
    }
}
