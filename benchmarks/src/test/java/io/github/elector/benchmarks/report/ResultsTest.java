// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
