// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Processor time of a process in the parts of a window, from reading to reading. */
final class CpuOverTime {
    private final int processes;
    private final List<Reading> readings = new ArrayList<>();

    /** One, at its moment. */
    private record Reading(long nanos, CpuReading cpu) {}

    /** Of so many alike, read {@link CpuReading#together}: what it tells is what one of them takes. */
    CpuOverTime(int processes) {
        this.processes = processes;
    }

    /** At this moment, as {@link System#nanoTime()} has it. */
    void read(long nanos, CpuReading cpu) {
        readings.add(new Reading(nanos, cpu));
    }

    /** The first. */
    CpuReading before() {
        return readings.get(0).cpu;
    }

    /** The last. */
    CpuReading after() {
        return last().cpu;
    }

    double seconds() {
        return (last().nanos - readings.get(0).nanos) / 1e9;
    }

    /** In all of the window. */
    double millisPerSecond() {
        return millisPerSecond(name -> true);
    }

    /** The same of threads with such names alone. */
    double millisPerSecond(Predicate<String> names) {
        return millisPerSecond(readings.get(0), last(), names);
    }

    /** In each part of it. */
    List<Double> byPart() {
        return byPart(name -> true);
    }

    /** The same of threads with such names alone. */
    List<Double> byPart(Predicate<String> names) {
        return IntStream.range(1, readings.size())
                .mapToObj(i -> millisPerSecond(readings.get(i - 1), readings.get(i), names))
                .toList();
    }

    /** Of threads of this name the busiest of the window: what it takes beyond the mean of the others. */
    double beyondOthers(String name) {
        return beyondOthers(readings.get(0), last(), name, busiest(name));
    }

    /** The same in each part of the window. */
    List<Double> beyondOthersByPart(String name) {
        Optional<String> busiest = busiest(name);
        return IntStream.range(1, readings.size())
                .mapToObj(i -> beyondOthers(readings.get(i - 1), readings.get(i), name, busiest))
                .toList();
    }

    private Optional<String> busiest(String name) {
        return after().nanosByIdSince(before(), name).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private static double beyondOthers(Reading before, Reading after, String name, Optional<String> busiest) {
        Map<String, Long> used = after.cpu.nanosByIdSince(before.cpu, name);
        double others = used.entrySet().stream()
                .filter(thread -> !busiest.equals(Optional.of(thread.getKey())))
                .mapToLong(Map.Entry::getValue)
                .average()
                .orElse(0);
        double nanos = busiest.map(id -> used.getOrDefault(id, 0L)).orElse(0L) - others;
        return nanos / 1e6 / ((after.nanos - before.nanos) / 1e9);
    }

    private double millisPerSecond(Reading before, Reading after, Predicate<String> names) {
        return after.cpu.nanosSince(before.cpu, names) / 1e6 / processes / ((after.nanos - before.nanos) / 1e9);
    }

    private Reading last() {
        return readings.get(readings.size() - 1);
    }
}
