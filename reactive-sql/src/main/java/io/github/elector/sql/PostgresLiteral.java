// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value as PostgreSQL reads it in a statement, whatever {@code standard_conforming_strings} says; to be followed by a
 * cast. Values may come from rows other people wrote, so only what is known to be harmless passes.
 */
final class PostgresLiteral {
    private PostgresLiteral() {}

    /**
     * The literal of a text, a number, a truth, an array of one of them, or null.
     *
     * @throws IllegalArgumentException if it is anything else, or a text has characters that are not printable ASCII
     */
    static String of(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Long || value instanceof Integer) {
            // Quoted: a cast binds closer than a minus.
            return "'" + value + "'";
        }
        if (value instanceof Boolean truth) {
            return truth ? "true" : "false";
        }
        if (value instanceof Object[] values) {
            return Arrays.stream(values).map(PostgresLiteral::of).collect(Collectors.joining(",", "ARRAY[", "]"));
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        throw new IllegalArgumentException(
                "a value of " + value.getClass().getName() + " cannot be written into a statement");
    }

    /** E'' because there a backslash means the same on every server. */
    private static String quoted(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 8).append("E'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException("a text with a character that is no printable ASCII, at position "
                        + (i + 1) + ", cannot be written into a statement");
            }
            if (c == '\'' || c == '\\') {
                literal.append(c);
            }
            literal.append(c);
        }
        return literal.append('\'').toString();
    }
}
