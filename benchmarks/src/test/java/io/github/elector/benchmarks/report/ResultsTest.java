// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is committed as a result was measured, and the README shows the newest of it. */
class ResultsTest {
    private static final Path RESULTS = Path.of("results");

    @Test
    void readmeShowsTheNewestCommittedResult() throws IOException {
        JsonObject newest = report(results().get(0));

        assertThat(Files.readString(Path.of("../README.md"))).contains(Summary.of(newest));
    }

    /** How pages look may have changed since; what they say may not. */
    @Test
    void pagesOfEachResultAreOfItsFigures() throws IOException {
        assertThat(results()).allSatisfy(result -> {
            JsonObject report = report(result);
            String page = Files.readString(result.resolve("report.html"));
            String table = Files.readString(result.resolve("report.md"));

            assertThat(page).contains(report.encode().replace("<", "\\u003c"));
            report.getJsonObject("facts")
                    .forEach(fact -> assertThat(table).contains("- " + fact.getKey() + ": `" + fact.getValue() + "`"));
            report.getJsonArray("betterPeers")
                    .forEach(sentence -> assertThat(table).contains("- " + sentence));
        });
    }

    @Test
    void tenthResultOfADayIsNewerThanItsNinth() {
        assertThat(Stream.of("2026-11-27-9", "2026-11-27-10", "2026-11-27", "2026-11-26-12")
                        .map(Path::of)
                        .sorted(Comparator.comparing(ResultsTest::ordered))
                        .map(Path::toString))
                .containsExactly("2026-11-26-12", "2026-11-27", "2026-11-27-9", "2026-11-27-10");
    }

    @Test
    void eachCommittedResultIsOfACommitOnAQuietMachine() throws IOException {
        assertThat(results()).isNotEmpty().allSatisfy(result -> {
            JsonObject report = report(result);

            assertThat(report.getBoolean("busy")).isFalse();
            assertThat(report.getJsonObject("facts").getString("commit")).matches("[0-9a-f]{40}");
        });
    }

    private static JsonObject report(Path result) throws IOException {
        return new JsonObject(Files.readString(result.resolve("report.json")));
    }

    private static List<Path> results() throws IOException {
        try (Stream<Path> folders = Files.list(RESULTS)) {
            return folders.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(ResultsTest::ordered).reversed())
                    .toList();
        }
    }

    /** The tenth of a day comes behind its ninth. */
    private static String ordered(Path result) {
        Matcher name = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:-(\\d+))?").matcher(result.getFileName() + "");
        assertThat(name.matches()).as(result + " is named after its day").isTrue();
        return name.group(1)
                + String.format(Locale.ROOT, "-%04d", name.group(2) == null ? 1 : Integer.parseInt(name.group(2)));
    }
}
