// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which version the tables are of. The comment of the table of leases says it: whoever may use the table may read it,
 * it goes where the table goes, and it changes in the statement or transaction that changes the table.
 */
final class SchemaVersion {
    /** Nothing of ours. */
    static final int NONE = 0;

    private static final int FIRST = 1;
    private static final Pattern COMMENT = Pattern.compile("\\bvertx-elector schema (?<version>\\d{1,4})\\b");
    private static final Set<String> FIRST_LEASES =
            Set.of("component", "holder", "term", "acquired_at", "released", "generation");

    private SchemaVersion() {}

    /** Others may add to the comment, or lose it: then the columns decide whether the table is ours. */
    static int of(String comment, Set<String> columns) {
        Matcher said = COMMENT.matcher(comment);
        if (said.find()) {
            return Integer.parseInt(said.group("version"));
        }
        return columns.containsAll(FIRST_LEASES) ? FIRST : NONE;
    }
}
