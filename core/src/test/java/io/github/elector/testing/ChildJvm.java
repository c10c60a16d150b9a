// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class in a JVM of its own, which comes to its end in time; or it is ended, and its threads are told. */
public final class ChildJvm {
    /** Longer than any of ours takes on a slow machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** In which it has printed its threads. */
    private static final long LAST_WORDS_SECONDS = 2;

    private ChildJvm() {}

    /** How it ended, and what it printed; what it logged is thrown away. */
    public record Outcome(int status, List<String> lines) {}

    /** Runs it to its end with the class path of this JVM, or fails. */
    public static Outcome run(Class<?> main, String... arguments) {
        return runOn(System.getProperty("java.class.path"), main, arguments);
    }

    /** The same with another class path. */
    public static Outcome runOn(String classPath, Class<?> main, String... arguments) {
        return run(PATIENCE, classPath, main, arguments);
    }

    // Into files: who reads a pipe to its end waits for ever for a process that does not end.
    static Outcome run(Duration patience, String classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            Path printed = Files.createTempFile("elector-child-", ".out");
            Path logged = Files.createTempFile("elector-child-", ".log");
            Process child = new ProcessBuilder(command)
                    .redirectOutput(printed.toFile())
                    .redirectError(logged.toFile())
                    .start();
            try {
                if (!child.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    tellThreads(child);
                    throw new AssertionError(main.getName() + " " + List.of(arguments) + " did not end within "
                            + patience.toSeconds() + " s; it logged:\n" + Files.readString(logged) + "and printed:\n"
                            + Files.readString(printed));
                }
                return new Outcome(child.exitValue(), Files.readAllLines(printed));
            } finally {
                child.destroyForcibly().waitFor();
                Files.delete(printed);
                Files.delete(logged);
            }
        } catch (IOException broken) {
            throw new AssertionError("could not run " + command, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, interrupted);
        }
    }

    private static void tellThreads(Process child) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-QUIT", Long.toString(child.pid())).start();
        child.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }
}
