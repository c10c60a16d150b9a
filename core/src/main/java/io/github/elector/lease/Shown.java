// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

import org.jspecify.annotations.Nullable;

/**
 * What a message or a log line may say of a value that nobody has checked: its beginning, of letters, digits, dots,
 * underscores, hyphens and dollar signs.
 *
 * <p>Somebody may have put a database's URI here, and behind its scheme or its user stands a password; whoever looks for
 * one in a text finds it by what stands around it, so nothing is replaced, and all the rest is gone. With it goes what
 * could break a line, and what could make it long.
 */
public final class Shown {
    private static final int LENGTH = 128;

    private Shown() {}

    /** The beginning of a text; all of it if it is short and plain, and {@code null} if there is none. */
    public static String text(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        int end = 0;
        while (end < Math.min(text.length(), LENGTH) && isPlain(text.charAt(end))) {
            end++;
        }
        return end < text.length() ? text.substring(0, end) + "…" : text;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-'
                || c == '$';
    }
}
