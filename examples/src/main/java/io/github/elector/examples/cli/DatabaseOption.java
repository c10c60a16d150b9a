// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import io.github.elector.examples.database.DatabaseUri;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which database: on the command line or, so that no password stands in the process list, in the environment. */
public final class DatabaseOption {
    @Option(
            names = "--db",
            paramLabel = "URI",
            converter = Converter.class,
            description = {
                "The database: postgresql://user:password@host:5432/name,",
                "or mysql://user:password@host:3306/name for MySQL and MariaDB.",
                "Or in the environment variable " + DatabaseUri.VARIABLE + "."
            })
    private @Nullable DatabaseUri given;

    /** What was given, here or in the environment. */
    public Optional<DatabaseUri> find() {
        if (given != null) {
            return Optional.of(given);
        }
        String variable = System.getenv(DatabaseUri.VARIABLE);
        try {
            return variable == null || variable.isBlank() ? Optional.empty() : Optional.of(new DatabaseUri(variable));
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException(DatabaseUri.VARIABLE + ": " + unusable.getMessage(), unusable);
        }
    }

    /** The same where there must be one. */
    public DatabaseUri require() {
        return find().orElseThrow(() -> new IllegalArgumentException("no database given: add --db"
                + " postgresql://user:password@host:5432/name or mysql://…, or set " + DatabaseUri.VARIABLE));
    }

    /** Hides from picocli what it would repeat. */
    static final class Converter implements ITypeConverter<DatabaseUri> {
        @Override
        public DatabaseUri convert(String value) {
            try {
                return new DatabaseUri(value);
            } catch (IllegalArgumentException unusable) {
                throw new TypeConversionException(String.valueOf(unusable.getMessage()));
            }
        }
    }
}
