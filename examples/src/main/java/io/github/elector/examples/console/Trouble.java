// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.sqlclient.DatabaseException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A failure in words that anybody may read: those of the server, which knows no password of ours, and none of a client's,
 * whose messages may repeat how it connects.
 */
final class Trouble {
    private static final int LENGTH = 200;
    // Line ends, what is not shown, and what turns the direction of writing round.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    private Trouble() {}

    static String words(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof DatabaseException told) {
            return "it says: " + inOneLine(told.getMessage());
        }
        return "no connection (" + failure.getClass().getSimpleName() + ")";
    }

    private static String inOneLine(@Nullable String said) {
        String line = UNPRINTABLE.matcher(String.valueOf(said)).replaceAll(" ");
        return line.length() > LENGTH ? line.substring(0, LENGTH) + "…" : line;
    }
}
