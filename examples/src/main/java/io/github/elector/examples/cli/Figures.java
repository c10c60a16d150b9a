// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import java.util.Arrays;
import java.util.Locale;

/** Numbers as they are printed. */
public final class Figures {
    private Figures() {}

    /** To the microsecond. */
    public static double rounded(double millis) {
        return Math.round(millis * 1_000) / 1_000.0;
    }

    /** Milliseconds in seconds, such as {@code 1.234 s}. */
    public static String seconds(double millis) {
        return String.format(Locale.ROOT, "%.3f s", millis / 1_000);
    }

    /** The smallest value that at least this share of all values does not exceed; NaN of none. */
    static double percentile(double[] values, double share) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
