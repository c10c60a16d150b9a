// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.Shown;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How one database names tables.
 *
 * @param defaultSchema where a table is whose name is given without a schema
 * @param quote what stands around a name in SQL
 * @param foldsCase whether a name that is not quoted means its lower case
 */
record TableNaming(String defaultSchema, char quote, boolean foldsCase) {
    /** What every database takes; PostgreSQL cuts longer names silently. */
    static final int MAX_LENGTH = 63;

    static final TableNaming POSTGRES = new TableNaming("public", '"', true);

    private static final Pattern PART = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0," + (MAX_LENGTH - 1) + "}");

    /** MySQL and MariaDB: a schema is a database there, and case tells two of them apart on most platforms. */
    static TableNaming mysql(String database) {
        return new TableNaming(database, '`', false);
    }

    /**
     * From {@code table} or {@code schema.table}.
     *
     * @throws IllegalArgumentException if one part is no identifier
     */
    TableName name(String option, String text) {
        int dot = text.indexOf('.');
        String schema = dot < 0 ? defaultSchema : part(option, text, text.substring(0, dot));
        return new TableName(schema, part(option, text, text.substring(dot + 1)), quote);
    }

    private String part(String option, String text, String part) {
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException(
                    option + " '" + Shown.text(text) + "' is no table name: write it as table or"
                            + " schema.table, each of 1 to 63 letters, digits and underscores that do not begin with a digit");
        }
        return foldsCase ? part.toLowerCase(Locale.ROOT) : part;
    }
}
