// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.elector.sql.testing.DockerEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Docker engine of a few lines of shell: whatever it does, the build goes on and says why. */
class DockerEngineTest {
    @TempDir
    Path folder;

    @Test
    void machineWithoutDockerHasNoEngineThatAnswers() {
        assertThat(new DockerEngine("no-such-docker", Duration.ofSeconds(1)).obstacle("image"))
                .hasValue("no Docker engine answers");
    }

    @Test
    void imageThatIsThereIsTakenWithoutAPull() throws IOException {
        assertThat(engine("[ \"$1\" = image ]").obstacle("image")).isEmpty();
    }

    @Test
    void imageThatIsNotThereIsPulled() throws IOException {
        assertThat(engine("[ \"$1\" != image ]").obstacle("image")).isEmpty();
    }

    @Test
    void imageThatCannotBePulledIsAnObstacle() throws IOException {
        assertThat(engine("[ \"$1\" = version ]").obstacle("image"))
                .hasValue("the image image is not there and was not pulled within 1 s");
    }

    @Test
    void pullThatTakesTooLongIsGivenUp() throws IOException {
        long began = System.nanoTime();

        assertThat(engine("case \"$1\" in image) exit 1;; pull) exec sleep 100;; esac")
                        .obstacle("image"))
                .isPresent();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    private DockerEngine engine(String script) throws IOException {
        File shell = new File("/bin/sh");
        assumeTrue(shell.exists(), "the engine of this test is a shell script, and this machine has no /bin/sh");
        Path command = Files.writeString(folder.resolve("docker"), "#!/bin/sh\n" + script + "\n");
        assumeTrue(command.toFile().setExecutable(true), "no executable file can be made in " + folder);
        return new DockerEngine(command.toString(), Duration.ofSeconds(1));
    }
}
