// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a table with its schema. Names cannot be bound as parameters, so they are checked here and quoted in SQL.
 *
 * <p>The schema is always part of a statement: two replicas whose {@code search_path} differs would otherwise elect on
 * two tables. Names are folded to lower case, as the database does with names that are not quoted.
 *
 * @param schema in which it is
 * @param name without schema
 */
record TableName(String schema, String name) {
    /** PostgreSQL cuts longer names silently. */
    static final int MAX_LENGTH = 63;

    /** Where tables are whose name is given without a schema. */
    static final String POSTGRES_SCHEMA = "public";

    private static final Pattern PART = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0," + (MAX_LENGTH - 1) + "}");
    private static final int SHOWN_LENGTH = 40;

    TableName {
        schema = checked(schema);
        name = checked(name);
    }

    /** From {@code table} or {@code schema.table}. */
    static TableName of(String option, String text, String defaultSchema) {
        int dot = text.indexOf('.');
        try {
            return dot < 0
                    ? new TableName(defaultSchema, text)
                    : new TableName(text.substring(0, dot), text.substring(dot + 1));
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(option + " '" + shown(text) + "' is no table name: write it as table or"
                    + " schema.table, each of 1 to 63 letters, digits and underscores that do not begin with a digit");
        }
    }

    /** Quoted, with schema. */
    String quoted() {
        return '"' + schema + "\".\"" + name + '"';
    }

    /** Unquoted, for people. */
    @Override
    public String toString() {
        return schema + "." + name;
    }

    private static String checked(String part) {
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException("not an identifier");
        }
        return part.toLowerCase(Locale.ROOT);
    }

    private static String shown(String text) {
        String cut = text.length() > SHOWN_LENGTH ? text.substring(0, SHOWN_LENGTH) + "…" : text;
        return cut.replaceAll("[^A-Za-z0-9_.…]", "?");
    }
}
