// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.database.DatabaseUri;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code java -jar elector-demo.jar} as a user runs it, with everything it says. */
public final class JarProcess implements AutoCloseable {
    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Thread> readers;

    private JarProcess(Process process, Consumer<String> told) {
        this.process = process;
        this.readers = List.of(
                reader(process.getInputStream(), line -> {
                    add(output, line);
                    told.accept(line);
                }),
                reader(process.getErrorStream(), line -> add(errors, line)));
    }

    /** Without a database; what it says is only kept. */
    public static JarProcess start(String... arguments) {
        return start(Map.of(), List.of(), line -> {}, arguments);
    }

    /** With these variables and options of the JVM; {@code told} hears its standard output, on a thread of its own. */
    public static JarProcess start(
            Map<String, String> environment, List<String> jvm, Consumer<String> told, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(jvm);
        command.addAll(List.of("-jar", System.getProperty("elector.demo.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove(DatabaseUri.VARIABLE);
        builder.environment().putAll(environment);
        try {
            return new JarProcess(builder.start(), told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit code; fails the test if there is none in time. */
    public int exitCode(Duration patience) {
        try {
            assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .as("it ends within %s; so far it said %s", patience, this)
                    .isTrue();
            for (Thread reader : readers) {
                reader.join(patience.toMillis());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** Waits for a line on standard output. */
    public synchronized void await(String what, Duration patience, Predicate<String> line) {
        long until = System.nanoTime() + patience.toNanos();
        while (output.stream().noneMatch(line)) {
            long millis = (until - System.nanoTime()) / 1_000_000;
            assertThat(millis)
                    .as("time to wait for %s; so far it said %s", what, this)
                    .isPositive();
            try {
                wait(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The lines of standard output so far. */
    public synchronized List<String> output() {
        return List.copyOf(output);
    }

    /** The lines of standard error so far. */
    public synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    /** SIGTERM; not by {@link Process#destroy}, which closes the streams too. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** kill -9. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** SIGSTOP: it stands still until {@link #goOn}. */
    public void freeze() {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void goOn() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            assertThat(new ProcessBuilder("kill", name, Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .as("the exit code of kill %s", name)
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What its parent's death does to it. */
    void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes it started, and theirs. */
    public List<ProcessHandle> descendants() {
        try (Stream<ProcessHandle> all = process.descendants()) {
            return all.toList();
        }
    }

    @Override
    public void close() {
        descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public synchronized String toString() {
        return "output " + output + ", errors " + errors;
    }

    private synchronized void add(List<String> lines, String line) {
        lines.add(line);
        notifyAll();
    }

    private static Thread reader(InputStream from, Consumer<String> each) {
        Thread thread = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                lines.lines().forEach(each);
            } catch (IOException | UncheckedIOException closed) {
                // So is the process.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
