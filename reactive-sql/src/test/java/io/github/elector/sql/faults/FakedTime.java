// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The wall clock of a process that runs under libfaketime; its monotonic clock is the machine's. */
final class FakedTime {
    private final Path offset;
    private final Path library;

    /** The clock of whoever is started with {@link #environment}; {@code folder} holds the file that sets it. */
    FakedTime(Path folder) {
        library = library().orElseThrow(() -> new IllegalStateException("this machine has no libfaketime"));
        offset = folder.resolve("faketime");
        set(Duration.ZERO);
    }

    /** Where the library is, if this machine has it. */
    static Optional<Path> library() {
        Path folder = Path.of("/usr/lib");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> architectures = Files.list(folder)) {
            return architectures
                    .map(architecture -> architecture.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("could not look into " + folder, e);
        }
    }

    /** What the process has to be started with. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offset.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    /** The clock shows the true time and this much from now on. */
    void set(Duration by) {
        try {
            Path next = Files.writeString(offset.resolveSibling("faketime.next"), "%+d".formatted(by.toSeconds()));
            Files.move(
                    next,
                    offset,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("could not set a clock", e);
        }
    }
}
