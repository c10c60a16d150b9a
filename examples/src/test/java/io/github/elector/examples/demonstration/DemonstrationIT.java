// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.cluster.JarProcess;
import io.github.elector.examples.cluster.TookTooLong;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DemonstrationIT {
    static final int REPLICAS_AND_PROVIDERS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void demonstrationHoldsAndLeavesNothingBehind(@TempDir Path folder) throws Exception {
        TookTooLong.againAfter(() -> demonstrate(Files.createTempDirectory(folder, "demonstration")));
    }

    private static void demonstrate(Path folder) {
        try (JarProcess demo = inFolder(folder, Map.of(), "--json")) {
            demo.await("the replicas start", Duration.ofSeconds(60), line -> line.contains("started"));
            List<ProcessHandle> children = demo.descendants();

            assertHeld(demo);
            assertThat(children).hasSize(REPLICAS_AND_PROVIDERS).noneMatch(ProcessHandle::isAlive);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void demonstrationHoldsOnMariaDbAndGoesOnWithItsPage(@TempDir Path folder) throws Exception {
        TookTooLong.againAfter(() -> demonstrateOnMariaDb(Files.createTempDirectory(folder, "demonstration")));
    }

    private static void demonstrateOnMariaDb(Path folder) throws Exception {
        try (EmbeddedMariaDbServer server = new EmbeddedMariaDbServer();
                JarProcess demo =
                        inFolder(folder, Map.of(DatabaseUri.VARIABLE, server.uri()), "--json", "--console=0")) {
            demo.await("the page is served", PATIENCE, line -> line.contains("\"console\""));
            demo.await("the end", Duration.ofMinutes(2), line -> line.contains("\"summary\""));

            assertHeld(demo.output());
            assertPageShowsLeadersAndInstances(demo);
            List<ProcessHandle> children = demo.descendants();
            demo.terminate();

            assertThat(demo.exitCode(PATIENCE)).isEqualTo(128 + 15);
            assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
            assertThat(folder).isEmptyDirectory();
        }
    }

    private static void assertHeld(JarProcess demo) {
        int code = demo.exitCode(Duration.ofMinutes(2));

        assertHeld(demo.output());
        assertThat(code).as("%s", demo).isZero();
    }

    private static void assertHeld(List<String> output) {
        JsonObject summary = output.stream()
                .map(JsonObject::new)
                .filter(line -> "summary".equals(line.getString("event")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no summary in " + output));
        assertThat(summary.getJsonArray("differences")).isEmpty();
        assertThat(summary.getInteger("registeredRows")).isEqualTo(3);
        assertThat(summary.getInteger("runningRows")).isEqualTo(3);
        assertThat(summary.getInteger("overlaps")).isZero();
        assertThat(summary.getLong("staleRows")).isZero();
        assertThat(summary.getLong("rows")).isPositive();
        if (summary.getDouble("leaderlessMillis") > 5_000) {
            throw new TookTooLong(summary.encode());
        }
        assertThat(summary.getBoolean("held")).as("%s", summary).isTrue();
        JsonArray losses = summary.getJsonArray("losses");
        assertThat(losses.stream()
                        .map(loss -> ((JsonObject) loss).getString("loss"))
                        .distinct())
                .containsExactly("kill", "freeze", "terminate", "cut");
    }

    /** One whose files are in this folder. */
    static JarProcess inFolder(Path folder, Map<String, String> environment, String... arguments) {
        return JarProcess.start(
                environment,
                List.of("-Xmx256m", "-XX:-UsePerfData", "-Djava.io.tmpdir=" + folder),
                line -> {},
                arguments);
    }

    private static void assertPageShowsLeadersAndInstances(JarProcess demo) throws Exception {
        String url = demo.output().stream()
                .map(JsonObject::new)
                .filter(line -> "console".equals(line.getString("event")))
                .findFirst()
                .orElseThrow()
                .getString("url");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url + "state")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body())
                .contains("\"discovery\"", "\"engine\"", "alpha", "beta", "gamma")
                .contains("demo-shop", "registered and running");
    }
}
