// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a server says, or somebody who answers in its place, as it may stand in a message: in one line, and not long. */
final class ServerWords {
    private static final int LENGTH = 500;
    // Line ends, what is not shown, what turns the direction of writing round, and what is no character.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\\uFFFD]+");

    private ServerWords() {}

    static String inOneLine(@Nullable String said) {
        String line = UNPRINTABLE.matcher(String.valueOf(said)).replaceAll(" ");
        return line.length() > LENGTH ? line.substring(0, LENGTH) + "…" : line;
    }
}
