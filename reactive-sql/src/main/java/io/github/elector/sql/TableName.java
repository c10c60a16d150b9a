// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

/**
 * The name of a table with its schema. Names cannot be bound as parameters, so {@link TableNaming} checks them and they
 * are quoted in SQL.
 *
 * <p>The schema is always part of a statement: two replicas whose {@code search_path} differs would otherwise elect on
 * two tables.
 *
 * @param schema in which it is
 * @param name without schema
 * @param quote what stands around each of them in SQL
 */
record TableName(String schema, String name, char quote) {
    TableName {
        if (schema.isEmpty() || name.isEmpty() || schema.indexOf(quote) >= 0 || name.indexOf(quote) >= 0) {
            throw new IllegalArgumentException(
                    "the name of a schema or a table is empty or has a quotation mark in it");
        }
    }

    /** Quoted, with schema. */
    String quoted() {
        return quoted(schema) + '.' + quoted(name);
    }

    /** Another name, quoted as this one is. */
    String quoted(String other) {
        return quote + other + quote;
    }

    /** Unquoted, for people. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
