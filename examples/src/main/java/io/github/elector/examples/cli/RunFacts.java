// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import io.github.elector.examples.database.DemoDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What a report says about when and on what it was made. */
public final class RunFacts {
    private RunFacts() {}

    /** For the head of a report; {@code version} is that of the database. */
    public static List<String> lines(String version, DemoDatabase database) {
        return List.of(
                line("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()),
                line("database", version + (database.server().isPresent() ? ", its own" : ", given")),
                line(
                        "run on",
                        "Java " + Runtime.version() + ", "
                                + Runtime.getRuntime().availableProcessors() + " processors, "
                                + System.getProperty("os.name")));
    }

    /** A name and a value in columns. */
    public static String line(String name, String value) {
        return String.format(Locale.ROOT, "  %-9s %s", name, value);
    }
}
