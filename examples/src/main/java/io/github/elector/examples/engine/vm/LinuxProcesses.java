// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code /proc}, see proc(5).
 *
 * <p>Not {@link ProcessHandle.Info}: on Linux it tells no arguments of a command line longer than a page (4 KiB, seen on JDK
 * 17), and a class path alone is longer; and its start times are counted from a start of the machine that each JVM works out
 * from the wall clock for itself, so that two replicas would not agree.
 */
final class LinuxProcesses implements ProcessTable {
    /** More than the longest class path we know of; the markers of a longer line may be missed. */
    private static final int LONGEST_COMMAND = 1 << 20;
    /** Fields of stat, counted from what comes behind the name, which is in parentheses and may hold anything. */
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int START = 19;

    private final Path proc;

    LinuxProcesses() {
        this(Path.of("/proc"));
    }

    LinuxProcesses(Path proc) {
        this.proc = proc;
    }

    static boolean areHere() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    @Override
    public ProcessScan scan() {
        List<SeenProcess> seen = new ArrayList<>();
        List<Long> unreadable = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, LinuxProcesses::isProcess)) {
            for (Path folder : folders) {
                long pid = Long.parseLong(folder.getFileName().toString());
                try {
                    read(pid).ifPresent(seen::add);
                } catch (IOException forbidden) {
                    unreadable.add(pid);
                }
            }
        } catch (IOException noProc) {
            throw new UncheckedIOException("cannot list " + proc + ": is it mounted?", noProc);
        }
        return new ProcessScan(seen, unreadable);
    }

    @Override
    public boolean runs(ProcessId id) {
        try {
            return stat(id.pid())
                    .filter(stat -> stat.isAlive() && stat.start == id.start())
                    .isPresent();
        } catch (IOException forbidden) {
            // It was readable before, and it cannot be the same process: the files of a process do not change hands.
            return false;
        }
    }

    /** Nothing if it ended meanwhile, or has no command line, as a thread of the kernel or a process that has ended. */
    private Optional<SeenProcess> read(long pid) throws IOException {
        List<String> command;
        try (InputStream line = Files.newInputStream(folder(pid).resolve("cmdline"))) {
            command = words(line.readNBytes(LONGEST_COMMAND));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failed) {
            return rethrowUnlessGone(pid, failed);
        }
        if (JavaCommand.of(command).isEmpty()) {
            return Optional.empty();
        }
        return stat(pid)
                .filter(Stat::isAlive)
                .map(stat -> new SeenProcess(new ProcessId(pid, stat.start), stat.parent, command));
    }

    private Optional<Stat> stat(long pid) throws IOException {
        try {
            String line = Files.readString(folder(pid).resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(new Stat(fields[STATE], Long.parseLong(fields[PARENT]), Long.parseLong(fields[START])));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failed) {
            return rethrowUnlessGone(pid, failed);
        }
    }

    /** Reading from a process that ends in the middle of it fails with "No such process". */
    private <T> Optional<T> rethrowUnlessGone(long pid, IOException failed) throws IOException {
        if (Files.exists(folder(pid))) {
            throw failed;
        }
        return Optional.empty();
    }

    private Path folder(long pid) {
        return proc.resolve(Long.toString(pid));
    }

    private static boolean isProcess(Path folder) {
        return folder.getFileName().toString().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static List<String> words(byte[] line) {
        if (line.length == 0) {
            return List.of();
        }
        return Arrays.asList(new String(line, StandardCharsets.UTF_8).split("\0"));
    }

    private record Stat(String state, long parent, long start) {
        boolean isAlive() {
            return !state.equals("Z") && !state.equals("X");
        }
    }
}
