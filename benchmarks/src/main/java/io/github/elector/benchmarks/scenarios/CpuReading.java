// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Processor time a process has used, by its threads: those of the JVM too, to the nanosecond, without asking the process.
 * Where there is no {@code /proc} it is one figure, as coarse as the system has it.
 */
record CpuReading(Map<String, Long> nanosByThread) {
    CpuReading {
        nanosByThread = Map.copyOf(nanosByThread);
    }

    static CpuReading of(ProcessHandle process) {
        Path tasks = Path.of("/proc/" + process.pid() + "/task");
        Map<String, Long> threads = new HashMap<>();
        if (Files.isDirectory(tasks)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(tasks)) {
                each.forEach(task -> read(task, threads));
            } catch (IOException gone) {
                // So is the process: what was read counts.
            }
        }
        if (threads.isEmpty()) {
            threads.put(
                    "all",
                    process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos());
        }
        return new CpuReading(threads);
    }

    private static void read(Path task, Map<String, Long> into) {
        try {
            String onCpu = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
            into.put(task.getFileName().toString(), Long.parseLong(onCpu));
        } catch (IOException ended) {
            // A thread that has just ended.
        }
    }

    int threads() {
        return nanosByThread.size();
    }

    /** What was used since then. Threads that have ended in between are left out from their last reading on. */
    long nanosSince(CpuReading before) {
        long sum = 0;
        for (Map.Entry<String, Long> thread : nanosByThread.entrySet()) {
            sum += thread.getValue() - before.nanosByThread.getOrDefault(thread.getKey(), 0L);
        }
        return sum;
    }
}
