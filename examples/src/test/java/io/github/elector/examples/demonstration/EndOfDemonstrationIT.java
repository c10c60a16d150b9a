// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.cluster.JarProcess;
import io.github.elector.examples.cluster.SharedServer;
import io.github.elector.examples.database.DatabaseUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever ends a demonstration, no process and no file of it is left. */
@Timeout(180)
class EndOfDemonstrationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void demonstrationThatIsInterruptedLeavesNothingBehind(@TempDir Path folder) {
        try (JarProcess demo = DemonstrationIT.inFolder(folder, Map.of())) {
            demo.await("a leader", Duration.ofSeconds(60), line -> line.contains("LEADS"));
            List<ProcessHandle> children = demo.descendants();

            demo.terminate();

            assertThat(demo.exitCode(PATIENCE)).isEqualTo(128 + 15);
            assertThat(children).hasSize(DemonstrationIT.REPLICAS_AND_PROVIDERS).noneMatch(ProcessHandle::isAlive);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void replicasDieWithADemonstrationThatIsKilled(@TempDir Path folder) {
        Map<String, String> database = Map.of(DatabaseUri.VARIABLE, SharedServer.freshDatabase());
        try (JarProcess demo = DemonstrationIT.inFolder(folder, database)) {
            demo.await("a leader", Duration.ofSeconds(60), line -> line.contains("LEADS"));
            List<ProcessHandle> children = demo.descendants();
            assertThat(children).hasSize(DemonstrationIT.REPLICAS_AND_PROVIDERS);
            assertThat(children)
                    .noneMatch(child -> child.info().commandLine().orElse("").contains(SharedServer.PASSWORD));

            demo.kill();

            CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            assertThat(demo.output()).noneMatch(line -> line.contains(SharedServer.PASSWORD));
        }
    }
}
