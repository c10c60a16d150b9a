// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * How long something took, many times over; milliseconds.
 *
 * @param rounds how many times
 * @param p50 half of them took no longer
 * @param p95 19 of 20 took no longer
 * @param p99 99 of 100 took no longer
 * @param max none took longer
 */
public record Percentiles(int rounds, double p50, double p95, double p99, double max) {
    /** Of these, in any order; NaN of none. */
    public static Percentiles of(List<Double> millis) {
        double[] values = millis.stream().mapToDouble(Double::doubleValue).toArray();
        return new Percentiles(
                values.length,
                Figures.percentile(values, 0.5),
                Figures.percentile(values, 0.95),
                Figures.percentile(values, 0.99),
                Figures.percentile(values, 1));
    }

    /** {@code counted} says what the rounds were. */
    public JsonObject toJson(String counted) {
        return new JsonObject()
                .put(counted, rounds)
                .put("p50", Figures.rounded(p50))
                .put("p95", Figures.rounded(p95))
                .put("p99", Figures.rounded(p99))
                .put("max", Figures.rounded(max));
    }

    /** For people; {@code what} says what the rounds were. */
    public String table(String what) {
        return String.format(
                Locale.ROOT,
                "%d %s%n%n    p50 %9.3f ms%n    p95 %9.3f ms%n    p99 %9.3f ms%n    max %9.3f ms%n",
                rounds,
                what,
                p50,
                p95,
                p99,
                max);
    }
}
