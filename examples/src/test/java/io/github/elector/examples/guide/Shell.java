// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands one after the other as somebody types them, and remembers the folder they lead to. */
final class Shell {
    private static final long PATIENCE_MINUTES = 15;

    private final List<Path> firstOnThePath;
    private final Path repository;
    private Path folder;

    /**
     * A shell in this folder.
     *
     * @param firstOnThePath folders whose programs come before others
     * @param repository what {@code <this repository>} means
     */
    Shell(Path folder, List<Path> firstOnThePath, Path repository) {
        this.folder = folder;
        this.firstOnThePath = firstOnThePath;
        this.repository = repository;
    }

    /** Where it is now. */
    Path folder() {
        return folder;
    }

    /** Runs it to its end, which has to be a good one. */
    void run(String command) throws Exception {
        Path log = Files.createTempFile("guide-", ".log");
        Path where = Files.createTempFile("guide-", ".pwd");
        Process process = builder(command.replace("<this repository>", repository.toString()) + "\npwd > " + where)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        String output = Files.readString(log);
        Files.delete(log);
        assertThat(ended).as("%s ends; it said:%n%s", command, output).isTrue();
        assertThat(process.exitValue()).as("%s; it said:%n%s", command, output).isZero();
        folder = Path.of(Files.readString(where).strip());
        Files.delete(where);
    }

    /** Runs it in a terminal of its own. */
    Terminal open(String command) throws IOException {
        return new Terminal(
                command, builder("exec " + command).redirectErrorStream(true).start());
    }

    private ProcessBuilder builder(String script) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", script).directory(folder.toFile());
        StringBuilder path = new StringBuilder();
        firstOnThePath.forEach(first -> path.append(first).append(File.pathSeparator));
        builder.environment().merge("PATH", path.toString(), (old, first) -> first + old);
        return builder;
    }
}
