// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main method in a JVM of its own, as a reader runs it, and everything it prints. */
public final class Program implements AutoCloseable {
    /** How a JVM ends that was told to by SIGTERM. */
    public static final int TERMINATED = 143;

    /** On a server that was started just now, nobody leads before it has been up for a lease. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();
    private int read;

    private Program(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "program-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts this class with these arguments, and without the variable that names a database. */
    public static Program start(Class<?> type, String... arguments) {
        return start(type.getName(), arguments);
    }

    /** The same by its name. */
    public static Program start(String type, String... arguments) {
        List<String> options = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), type));
        options.addAll(List.of(arguments));
        return java(options);
    }

    /** Starts a small JVM with these options and arguments. */
    static Program java(List<String> options) {
        return java(Map.of(), options);
    }

    /** The same with these variables in its environment. */
    public static Program java(Map<String, String> environment, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("ELECTOR_DB");
        builder.environment().putAll(environment);
        try {
            return new Program(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line that holds this, below the one that was waited for before, and returns it. */
    public synchronized String await(String part) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            while (read < lines.size()) {
                String line = lines.get(read++);
                if (line.contains(part)) {
                    return line;
                }
            }
            long millis = (until - System.nanoTime()) / 1_000_000;
            assertThat(millis)
                    .as("time to wait for a line with '%s'; so far it printed %s", part, lines)
                    .isPositive();
            try {
                wait(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** All it has printed. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Writes a line to its standard input. */
    public void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGTERM and waits for the end. */
    public int terminate() {
        // Not by the process itself, which closes its streams too.
        process.toHandle().destroy();
        return exitCode();
    }

    /** Waits for the end, and for everything it printed. */
    public int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as("it ends within %s; so far it printed %s", PATIENCE, lines())
                    .isTrue();
            reader.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(this::add);
        } catch (IOException | UncheckedIOException closed) {
            // So is the process.
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }
}
