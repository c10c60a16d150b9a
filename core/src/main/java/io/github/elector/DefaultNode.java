// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a replica is called that nobody gave a name: host and process id, such as {@code web-1-4711}.
 *
 * <p>The network is not asked: options are made on event loops too, and a resolver may take its time. The files are the
 * kernel's, read once in the life of the JVM.
 */
final class DefaultNode {
    /** Shells know HOSTNAME but do not export it; containers and Windows set theirs. */
    private static final List<@Nullable String> VARIABLES =
            Arrays.asList(System.getenv("HOSTNAME"), System.getenv("COMPUTERNAME"));

    private static final List<Path> FILES = List.of(Path.of("/proc/sys/kernel/hostname"), Path.of("/etc/hostname"));
    private static final String NO_HOST = "node";
    private static final int MAX_LENGTH = 128;

    /** That of this process. */
    static final String NAME = of(VARIABLES, FILES, ProcessHandle.current().pid());

    private DefaultNode() {}

    /** From the first variable that is set, else from the first file that says something. */
    static String of(List<@Nullable String> variables, List<Path> files, long pid) {
        String host = Stream.concat(
                        variables.stream().flatMap(Stream::ofNullable).map(String::strip),
                        files.stream().flatMap(file -> firstLine(file).stream()))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(NO_HOST)
                .replaceAll("[^A-Za-z0-9._:/-]", "-");
        String suffix = "-" + pid;
        return host.substring(0, Math.min(host.length(), MAX_LENGTH - suffix.length())) + suffix;
    }

    private static Optional<String> firstLine(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .findFirst();
        } catch (IOException | SecurityException unreadable) {
            // Not every system has it, and a name for people is not worth a failure.
            return Optional.empty();
        }
    }
}
