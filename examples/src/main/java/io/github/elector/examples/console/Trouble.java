// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.sqlclient.DatabaseException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A failure in words that anybody may read: those of the server, which knows no password of ours, unless they would name
 * our user, and none of a client's, whose messages may repeat how it connects.
 */
final class Trouble {
    private static final int LENGTH = 200;
    // Line ends, what is not shown, and what turns the direction of writing round.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    // The numbers of MySQL and MariaDB for "denied to user …", of a database, at the login, of a table, of a column.
    private static final Set<Integer> DENIED = Set.of(1044, 1045, 1142, 1143);
    // And for "user … already has more than …" and "user … has exceeded …".
    private static final Set<Integer> TOO_MANY = Set.of(1203, 1226);

    private Trouble() {}

    static String words(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof DatabaseException told) {
            return told(told);
        }
        return "no connection (" + failure.getClass().getSimpleName() + ")";
    }

    private static String told(DatabaseException failure) {
        String state = String.valueOf(failure.getSqlState());
        if (state.startsWith("28") || DENIED.contains(failure.getErrorCode())) {
            return "it refuses the user of this replica, or that this user reads the tables" + number(failure);
        }
        if (state.equals("53300") || TOO_MANY.contains(failure.getErrorCode())) {
            return "it takes no more connections" + number(failure);
        }
        return "it says: " + inOneLine(failure.getMessage());
    }

    /** With it an operator finds the words in the server's log. */
    private static String number(DatabaseException failure) {
        String state = " (SQLSTATE " + inOneLine(failure.getSqlState());
        return failure.getErrorCode() == 0 ? state + ")" : state + ", error " + failure.getErrorCode() + ")";
    }

    private static String inOneLine(@Nullable String said) {
        String line = UNPRINTABLE.matcher(String.valueOf(said)).replaceAll(" ");
        return line.length() > LENGTH ? line.substring(0, LENGTH) + "…" : line;
    }
}
