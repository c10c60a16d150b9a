// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Docker engine of this machine, asked by its command, which can be given up: a build must not hang because of an
 * engine or a registry that does not answer.
 */
public final class DockerEngine {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final String command;
    private final Duration pull;

    /** The one of the command {@code docker}, with a minute for a pull. */
    public DockerEngine() {
        this("docker", Duration.ofSeconds(60));
    }

    /** The command that speaks to it, and how long it may take to pull an image. */
    public DockerEngine(String command, Duration pull) {
        this.command = command;
        this.pull = pull;
    }

    /** Why this image cannot be started here, or nothing if it can; pulls it if it is not there. */
    public Optional<String> obstacle(String image) {
        if (succeeds(ANSWER, "image", "inspect", image)) {
            return Optional.empty();
        }
        if (!succeeds(ANSWER, "version")) {
            return Optional.of("no Docker engine answers");
        }
        return succeeds(pull, "pull", "--quiet", image)
                ? Optional.empty()
                : Optional.of(
                        "the image " + image + " is not there and was not pulled within " + pull.toSeconds() + " s");
    }

    private boolean succeeds(Duration patience, String... arguments) {
        try {
            return run(patience, arguments);
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean run(Duration patience, String... arguments) throws IOException, InterruptedException {
        Process docker = new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (docker.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return docker.exitValue() == 0;
        }
        docker.destroyForcibly();
        return false;
    }

    private List<String> command(String... arguments) {
        return Stream.concat(Stream.of(command), Stream.of(arguments)).toList();
    }
}
