// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Processor time a process has used, by its threads: those of the JVM too, to the nanosecond, without asking the process.
 * Where there is no {@code /proc} it is one figure, as coarse as the system has it.
 */
record CpuReading(Map<String, ThreadTime> threadsById) {
    private static final int BUSIEST = 6;

    CpuReading {
        threadsById = Map.copyOf(threadsById);
    }

    /** What one thread has used, by the name the system knows it by: at most 15 characters. */
    record ThreadTime(String name, long nanos) {
        String unnumbered() {
            return name.replaceAll("[0-9#]+$", "");
        }
    }

    static CpuReading of(ProcessHandle process) {
        Path tasks = Path.of("/proc/" + process.pid() + "/task");
        Map<String, ThreadTime> threads = new HashMap<>();
        if (Files.isDirectory(tasks)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(tasks)) {
                each.forEach(task -> read(task, threads));
            } catch (IOException gone) {
                // So is the process: what was read counts.
            }
        }
        if (threads.isEmpty()) {
            Duration all = process.info().totalCpuDuration().orElse(Duration.ZERO);
            threads.put("all", new ThreadTime("all", all.toNanos()));
        }
        return new CpuReading(threads);
    }

    /** All threads of several processes, which are in the same order each time. */
    static CpuReading together(List<CpuReading> all) {
        Map<String, ThreadTime> threads = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            String process = i + "/";
            all.get(i).threadsById.forEach((id, thread) -> threads.put(process + id, thread));
        }
        return new CpuReading(threads);
    }

    private static void read(Path task, Map<String, ThreadTime> into) {
        try {
            String onCpu = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
            String name = Files.readString(task.resolve("comm")).strip();
            into.put(task.getFileName().toString(), new ThreadTime(name, Long.parseLong(onCpu)));
        } catch (IOException ended) {
            // A thread that has just ended.
        }
    }

    int threads() {
        return threadsById.size();
    }

    /** What threads with such names used since then; those that have ended in between, up to the reading before. */
    long nanosSince(CpuReading before, Predicate<String> names) {
        return byNameSince(before).entrySet().stream()
                .filter(thread -> names.test(thread.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What each thread of this name, without numbers at its end, used since then, by its id. */
    Map<String, Long> nanosByIdSince(CpuReading before, String name) {
        return threadsById.entrySet().stream()
                .filter(thread -> thread.getValue().unnumbered().equals(name))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, thread -> since(before, thread.getKey(), thread.getValue())));
    }

    private static long since(CpuReading before, String id, ThreadTime thread) {
        ThreadTime earlier = before.threadsById.get(id);
        return thread.nanos() - (earlier == null ? 0 : earlier.nanos());
    }

    /** Whether a thread of this name is one of the JVM's compilers. */
    static boolean compiles(String name) {
        return name.contains("Compiler");
    }

    /** Of its threads, without numbers at their ends. */
    Set<String> names() {
        return threadsById.values().stream().map(ThreadTime::unnumbered).collect(Collectors.toSet());
    }

    /** Milliseconds per second of the busiest threads, those of like names together. */
    JsonObject busiestSince(CpuReading before, double seconds) {
        JsonObject busiest = new JsonObject();
        byNameSince(before).entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(BUSIEST)
                .forEach(thread -> busiest.put(thread.getKey(), thread.getValue() / 1e6 / seconds));
        return busiest;
    }

    private Map<String, Long> byNameSince(CpuReading before) {
        Map<String, Long> byName = new TreeMap<>();
        threadsById.forEach((id, thread) -> byName.merge(thread.unnumbered(), since(before, id, thread), Long::sum));
        return byName;
    }
}
