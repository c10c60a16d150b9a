// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A logarithmic axis over whole powers of ten.
 *
 * @param least its first power of ten
 * @param most its last
 * @param from where the first is drawn
 * @param to where the last is drawn
 */
record Scale(int least, int most, double from, double to) {
    Scale {
        if (least >= most) {
            throw new IllegalArgumentException("an axis from 10^" + least + " to 10^" + most + " has no length");
        }
    }

    /** Over all of these; what is not above zero is drawn at its begin. */
    static Scale over(Collection<Double> values, double from, double to) {
        double smallest = values.stream()
                .filter(value -> value > 0)
                .mapToDouble(value -> value)
                .min()
                .orElse(1);
        double largest = values.stream().mapToDouble(value -> value).max().orElse(10);
        int least = (int) Math.floor(Math.log10(smallest));
        int most = (int) Math.ceil(Math.log10(Math.max(largest, smallest)));
        return new Scale(least, Math.max(most, least + 1), from, to);
    }

    /** Where a value is drawn. */
    double at(double value) {
        if (value <= 0) {
            return from;
        }
        double share = (Math.log10(value) - least) / (most - least);
        return from + Math.min(1, Math.max(0, share)) * (to - from);
    }

    /** The powers of ten. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int power = least; power <= most; power++) {
            ticks.add(Math.pow(10, power));
        }
        return ticks;
    }
}
