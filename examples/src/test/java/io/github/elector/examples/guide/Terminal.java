// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program that goes on, and what it has said so far. */
final class Terminal {
    /** On a server that was started just now, nobody leads before it has been up for a lease. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** What is another one each time: numbers, and the names of sessions. */
    private static final Pattern VARIES = Pattern.compile("[\\w-]+~[0-9a-f]+|\\d+");

    private final String command;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private int read;

    Terminal(String command, Process process) {
        this.command = command;
        this.process = process;
        Thread reader = new Thread(this::read, "guide-terminal");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException closed) {
            // Killed: it says nothing more.
        }
    }

    /** Waits until it has said these, in any order, since it was asked last; numbers and sessions may be others. */
    void awaitLines(String wanted, int where) throws InterruptedException {
        List<Pattern> missing = new ArrayList<>();
        wanted.lines().forEach(line -> missing.add(pattern(line)));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        synchronized (lines) {
            int last = read;
            for (int next = read; !missing.isEmpty(); ) {
                if (next < lines.size()) {
                    String line = lines.get(next++);
                    if (missing.removeIf(pattern -> pattern.matcher(line).matches())) {
                        last = next;
                    }
                } else if (deadline - System.nanoTime() > 0) {
                    lines.wait(100);
                } else {
                    throw new AssertionError("line " + where + " of the page: " + command + " never said " + missing
                            + ", but:\n" + String.join("\n", lines));
                }
            }
            read = last;
        }
    }

    private static Pattern pattern(String line) {
        return Pattern.compile("\\Q"
                + VARIES.matcher(line)
                        .replaceAll(varies ->
                                varies.group().contains("~") ? "\\\\E[\\\\w.-]+~[0-9a-f]+\\\\Q" : "\\\\E\\\\d+\\\\Q")
                + "\\E");
    }

    /** As Ctrl-C does; what it says on its way out can still be awaited. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            throw new AssertionError(command + " does not end");
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    void kill() {
        process.destroyForcibly();
    }
}
