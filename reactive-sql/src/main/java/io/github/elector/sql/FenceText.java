// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.TermId;
import java.util.regex.Pattern;

/** A term as literals in a statement, for where there are no parameters; and so each term has texts of its own. */
final class FenceText {
    // What names of components and our own session ids are made of: nothing that ends or escapes a literal anywhere.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/~-]+");

    private FenceText() {}

    /** What decides how a statement reads that names a term and a limit. */
    record Key(String statement, TermId term, long limitMillis) {}

    /**
     * The statement with {@code {component}}, {@code {term}} and {@code {holder}} replaced.
     *
     * @throws IllegalArgumentException if the session's id was not made by an elector
     */
    static String naming(TermId term, String statement) {
        return statement
                .replace("{component}", literal(term.component().value()))
                .replace("{term}", Long.toString(term.number()))
                .replace("{holder}", literal(term.session().value()));
    }

    private static String literal(String name) {
        if (!PLAIN.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name.replaceAll("[^A-Za-z0-9._:/~-]", "?")
                    + "' is the session of no elector: those are made of A-Z a-z 0-9 . _ : / ~ -");
        }
        return "'" + name + "'";
    }
}
