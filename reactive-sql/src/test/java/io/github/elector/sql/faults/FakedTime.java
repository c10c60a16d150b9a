// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The wall clock of a process that runs under libfaketime; its monotonic clock is the machine's. */
final class FakedTime implements AutoCloseable {
    private final Path offset;
    private final Path library;

    /** The clock of whoever is started with {@link #environment}; {@code folder} holds the file that sets it. */
    FakedTime(Path folder) {
        library = library().orElseThrow(() -> new IllegalStateException("this machine has no libfaketime"));
        offset = folder.resolve("faketime");
        set(Duration.ZERO);
    }

    /** One whose file is in a folder of its own, removed by {@link #close}. */
    static FakedTime ofOneProcess() {
        try {
            return new FakedTime(Files.createTempDirectory("elector-faults-clock"));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the file that sets a clock", e);
        }
    }

    /** Removes the file that sets it, and the folder if nothing else is there. */
    @Override
    public void close() {
        offset.toFile().delete();
        offset.getParent().toFile().delete();
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
                "1",
                // Else threads of a JVM that wait for a time do not wait at all.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    /** The clock shows the true time and this much from now on. */
    void set(Duration by) {
        // A speed of before stays, unless another one is named.
        write(String.format(Locale.ROOT, "%+d x1", by.toSeconds()));
    }

    /** The clock runs at this many times the true speed, as if it had since the process began. */
    void setSpeed(double times) {
        write("+0 x%s".formatted(times));
    }

    private void write(String setting) {
        try {
            Path next = Files.writeString(offset.resolveSibling("faketime.next"), setting);
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
