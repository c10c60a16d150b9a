// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The files in this package of the jar that create the tables. */
final class SchemaFile {
    private static final Pattern STATEMENT_END = Pattern.compile(";\n");

    private SchemaFile() {}

    /** What it says. */
    static String read(String name) {
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
    static List<String> statements(String name) {
        return STATEMENT_END.splitAsStream(read(name)).toList();
    }

    /** Where people find it. */
    static String inJar(String name) {
        return "io/github/elector/sql/" + name;
    }
}
