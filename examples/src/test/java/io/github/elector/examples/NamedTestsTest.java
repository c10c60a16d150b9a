// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every test that a page names exists. */
class NamedTestsTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`");
    private static final int FAULTS = 68;

    @ParameterizedTest
    @CsvSource({"safety.md, 60", "faults.md, 100", "limits.md, 15"})
    void everyNamedTestExists(String page, int least) {
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(read(TOP.resolve("docs").resolve(page)));
        int count = 0;
        while (named.find()) {
            count++;
            if (!source(named.group(1)).contains("void " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        }

        assertThat(count).isGreaterThan(least);
        assertThat(missing).isEmpty();
    }

    /** A row of its own for each fault, with a test or the reason why there is none. */
    @Test
    void everyFaultHasItsRow() {
        List<String> rows = read(TOP.resolve("docs/faults.md"))
                .lines()
                .filter(line -> line.matches("\\| F\\d\\d \\|.*"))
                .toList();

        assertThat(rows)
                .extracting(row -> row.substring(2, 5))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, FAULTS)
                        .mapToObj("F%02d"::formatted)
                        .toList());
        assertThat(rows).allMatch(row -> NAMED.matcher(row).find() || row.contains("no test: "));
    }

    /** Of every class of that name: two modules may have one each. */
    private static String source(String type) {
        StringBuilder sources = new StringBuilder();
        for (String module : List.of("core", "reactive-sql", "examples")) {
            try (Stream<Path> files = Files.walk(TOP.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.endsWith(type + ".java")).forEach(file -> sources.append(read(file)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return sources.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
