// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.store.LeaseStore;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is wrong on purpose, to see whether it is found.
 *
 * @param edits of every statement
 * @param around of the store
 */
record Mistake(List<Edit> edits, UnaryOperator<LeaseStore> around) {
    /** The shipped stores as they are. */
    static final Mistake NONE = new Mistake(List.of(), store -> store);

    /** Statements with this text have that instead, whatever blanks there are in between. */
    static Mistake replacing(String text, String by) {
        return new Mistake(List.of(new Edit(text, by)), store -> store);
    }

    /** The same mistake in another statement. */
    Mistake andReplacing(String text, String by) {
        return new Mistake(
                Stream.concat(edits.stream(), Stream.of(new Edit(text, by))).toList(), around);
    }

    /** A statement as it is sent. */
    String in(String statement) {
        String edited = statement;
        for (Edit edit : edits) {
            edited = edit.in(edited);
        }
        return edited;
    }

    /**
     * One text for another.
     *
     * @param text of statements
     * @param by instead of it
     */
    record Edit(String text, String by) {
        private Matcher matcher(String statement) {
            return Pattern.compile(Pattern.quote(text).replace(" ", "\\E\\s+\\Q"))
                    .matcher(statement);
        }

        boolean meets(String statements) {
            return matcher(statements).find();
        }

        private String in(String statement) {
            return matcher(statement).replaceAll(Matcher.quoteReplacement(by));
        }
    }
}
