// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link ProviderMain} in a JVM of its own; it ends with this one. */
public final class ProviderProcess implements AutoCloseable {
    private final Process process;
    private final long pid;

    private ProviderProcess(Process process, long pid) {
        this.process = process;
        this.pid = pid;
    }

    /** Started, as a child of this process. */
    public static ProviderProcess start(String... options) {
        return started(List.of(), options);
    }

    /** Started by a shell that waits for it, and so no child of this process. */
    static ProviderProcess startByAnother(String... options) {
        return started(List.of("sh", "-c", "\"$@\"; :", "sh"), options);
    }

    private static ProviderProcess started(List<String> before, String... options) {
        List<String> command = new ArrayList<>(before);
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classes(), ProviderMain.class.getName()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            if (!"ready".equals(output.readLine())) {
                throw new IllegalStateException("the provider did not start: " + command);
            }
            long pid = before.isEmpty()
                    ? process.pid()
                    : process.children().findFirst().orElseThrow().pid();
            return new ProviderProcess(process, pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classes() {
        try {
            return Path.of(ProviderMain.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the JVM. */
    public long pid() {
        return pid;
    }

    /** Ends it in order. */
    public void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    public void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        kill();
        process.destroyForcibly();
    }
}
