// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.store.LeaseStore;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong on purpose, to see whether it is found.
 *
 * @param edit of every statement
 * @param around of the store
 */
record Mistake(UnaryOperator<String> edit, UnaryOperator<LeaseStore> around) {
    /** The shipped stores as they are. */
    static final Mistake NONE = new Mistake(sql -> sql, store -> store);

    /** Statements with this text have that instead, whatever blanks there are in between. */
    static Mistake replacing(String text, String by) {
        String pattern = Pattern.quote(text).replace(" ", "\\E\\s+\\Q");
        return new Mistake(sql -> sql.replaceAll(pattern, Matcher.quoteReplacement(by)), store -> store);
    }
}
