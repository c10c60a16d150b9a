// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * What the iterations of all forks came to.
 *
 * @param unit of the values, as JMH writes it
 * @param values one for each iteration, sorted
 */
record Sample(String unit, List<Double> values) {
    Sample {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("a benchmark without a measured iteration");
        }
        for (double value : sorted) {
            // A benchmark that took no time, or whose score is no number, did not run.
            if (!Double.isFinite(value) || value < 0) {
                throw new IllegalArgumentException("a benchmark measured " + value + " " + unit);
            }
        }
        values = Arrays.stream(sorted).boxed().toList();
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** The lower end of the middle half of the iterations, rather too low than too high. */
    double lower() {
        return values.get(values.size() / 4);
    }

    /** The upper end of the middle half of the iterations, rather too high than too low. */
    double upper() {
        return values.get(values.size() - 1 - values.size() / 4);
    }
}
