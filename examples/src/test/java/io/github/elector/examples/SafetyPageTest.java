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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/safety.md names exists. */
class SafetyPageTest {
    private static final Path TOP = Path.of("..");

    @Test
    void everyNamedTestExists() throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher named = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`")
                .matcher(Files.readString(TOP.resolve("docs/safety.md")));
        int count = 0;
        while (named.find()) {
            count++;
            if (!source(named.group(1)).contains("void " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        }

        assertThat(count).isGreaterThan(30);
        assertThat(missing).isEmpty();
    }

    private static String source(String type) throws IOException {
        for (String module : List.of("core", "reactive-sql", "examples")) {
            try (Stream<Path> files = Files.walk(TOP.resolve(module).resolve("src/test/java"))) {
                Path found = files.filter(file -> file.endsWith(type + ".java"))
                        .findFirst()
                        .orElse(null);
                if (found != null) {
                    return read(found);
                }
            }
        }
        return "";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
