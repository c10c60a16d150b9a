// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * What the forks of a benchmark came to. Iterations of one fork are not independent of each other: they share what the
 * JVM has compiled and where the server has put its pages, and differ by less than two forks do.
 *
 * @param unit of the values, as JMH writes it
 * @param values one for each fork, sorted
 */
record Sample(String unit, List<Double> values) {
    /** Fewer say nothing of how much forks differ. */
    static final int LEAST_FORKS = 3;

    Sample {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("a benchmark without a measured fork");
        }
        for (double value : sorted) {
            // A benchmark that took no time, or whose score is no number, did not run.
            if (!Double.isFinite(value) || value < 0) {
                throw new IllegalArgumentException("a benchmark measured " + value + " " + unit);
            }
        }
        values = Arrays.stream(sorted).boxed().toList();
    }

    /** Of the iterations of each of these forks the median. */
    static Sample ofForks(String unit, List<List<Double>> forks) {
        return new Sample(
                unit,
                forks.stream()
                        .filter(iterations -> !iterations.isEmpty())
                        .map(iterations -> median(iterations.stream().sorted().toList()))
                        .toList());
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    int forks() {
        return values.size();
    }

    double median() {
        return median(values);
    }

    /** The fork with the least. */
    double least() {
        return values.get(0);
    }

    /** The fork with the most. */
    double most() {
        return values.get(values.size() - 1);
    }
}
