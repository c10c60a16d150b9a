// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemainsTest {
    @TempDir
    private Path temporary;

    @Test
    void whoIsToldToEndLeavesNoFrozenProcessAndNoFolder() throws Exception {
        Process abandoned = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Abandoned.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle member = ProcessHandle.of(Long.parseLong(
                        abandoned.inputReader(StandardCharsets.UTF_8).readLine()))
                .orElseThrow();
        try {
            assertThat(temporary).isNotEmptyDirectory();

            abandoned.destroy();

            assertThat(abandoned.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(temporary).isEmptyDirectory();
            assertThat(member.onExit()).as("the frozen member ends").succeedsWithin(5, TimeUnit.SECONDS);
        } finally {
            abandoned.destroyForcibly();
            member.destroyForcibly();
        }
    }
}
