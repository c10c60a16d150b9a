// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.cluster.JarProcess;
import io.github.elector.examples.cluster.SharedServer;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DemonstrationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void demonstrationHoldsAndLeavesNothingBehind(@TempDir Path folder) {
        try (JarProcess demo = inFolder(folder, Map.of(), "--json")) {
            demo.await("the replicas start", Duration.ofSeconds(60), line -> line.contains("started"));
            List<ProcessHandle> children = demo.descendants();

            assertHeld(demo);
            assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void demonstrationHoldsOnMariaDb(@TempDir Path folder) {
        try (EmbeddedMariaDbServer server = new EmbeddedMariaDbServer();
                JarProcess demo = inFolder(folder, Map.of(DatabaseUri.VARIABLE, server.uri()), "--json")) {
            assertHeld(demo);
        }
    }

    @Test
    void demonstrationThatIsInterruptedLeavesNothingBehind(@TempDir Path folder) {
        try (JarProcess demo = inFolder(folder, Map.of())) {
            demo.await("a leader", Duration.ofSeconds(60), line -> line.contains("LEADS"));
            List<ProcessHandle> children = demo.descendants();

            demo.terminate();

            assertThat(demo.exitCode(PATIENCE)).isEqualTo(128 + 15);
            assertThat(children).hasSize(3).noneMatch(ProcessHandle::isAlive);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void replicasDieWithADemonstrationThatIsKilled(@TempDir Path folder) {
        Map<String, String> database = Map.of(DatabaseUri.VARIABLE, SharedServer.freshDatabase());
        try (JarProcess demo = inFolder(folder, database)) {
            demo.await("a leader", Duration.ofSeconds(60), line -> line.contains("LEADS"));
            List<ProcessHandle> children = demo.descendants();
            assertThat(children).hasSize(3);
            assertThat(children)
                    .noneMatch(child -> child.info().commandLine().orElse("").contains(SharedServer.PASSWORD));

            demo.kill();

            CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            assertThat(demo.output()).noneMatch(line -> line.contains(SharedServer.PASSWORD));
        }
    }

    private static void assertHeld(JarProcess demo) {
        int code = demo.exitCode(Duration.ofMinutes(2));

        assertThat(code).as("%s", demo).isZero();
        JsonObject summary = last(demo.output());
        assertThat(summary.getString("event")).isEqualTo("summary");
        assertThat(summary.getInteger("overlaps")).isZero();
        assertThat(summary.getLong("staleRows")).isZero();
        assertThat(summary.getLong("rows")).isPositive();
        assertThat(summary.getDouble("leaderlessMillis")).isLessThanOrEqualTo(5_000);
        JsonArray losses = summary.getJsonArray("losses");
        assertThat(losses.stream()
                        .map(loss -> ((JsonObject) loss).getString("loss"))
                        .distinct())
                .containsExactly("kill", "freeze", "terminate", "cut");
    }

    private static JarProcess inFolder(Path folder, Map<String, String> environment, String... arguments) {
        return JarProcess.start(
                environment,
                List.of("-Xmx256m", "-XX:-UsePerfData", "-Djava.io.tmpdir=" + folder),
                line -> {},
                arguments);
    }

    private static JsonObject last(List<String> lines) {
        List<JsonObject> all = lines.stream().map(JsonObject::new).toList();
        return all.get(all.size() - 1);
    }
}
