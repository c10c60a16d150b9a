// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in this package of the jar that brings the tables to one version, from the one before. It says so itself, in
 * the comment of the table of leases: see {@link SchemaVersion}.
 *
 * @param name with its folder, such as {@code postgresql/V1__leader_tables.sql}
 */
record SchemaFile(String name) {
    private static final Pattern NAME = Pattern.compile(".*/V(?<version>[1-9]\\d{0,3})__\\w+\\.sql");
    private static final Pattern STATEMENT_END = Pattern.compile(";\n");

    SchemaFile {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(name + " is not named as folder/V1__what_it_does.sql");
        }
    }

    /** To which it brings the tables. */
    int version() {
        Matcher parts = NAME.matcher(name);
        return parts.matches() ? Integer.parseInt(parts.group("version")) : 0;
    }

    /** What it says. */
    String read() {
        try (InputStream file = SchemaFile.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /** The statements it consists of. */
    List<String> statements() {
        return STATEMENT_END.splitAsStream(read()).toList();
    }

    /** Where people find it. */
    @Override
    public String toString() {
        return "io/github/elector/sql/" + name;
    }
}
