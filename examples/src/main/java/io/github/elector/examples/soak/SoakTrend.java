// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import io.github.elector.examples.cli.Figures;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How one gauge moved in the course of a soak.
 *
 * @param gauge which
 * @param first its mean in the first tenth of the samples
 * @param last its mean in the last tenth
 * @param highest its highest value
 * @param perHour the slope of the straight line that fits best
 */
record SoakTrend(Gauge gauge, double first, double last, double highest, double perHour) {
    private static final double NANOS_PER_HOUR = 3_600e9;

    /** Of samples that all have this gauge; at least one. */
    static SoakTrend of(Gauge gauge, List<SoakSample> samples) {
        int tenth = Math.max(1, samples.size() / 10);
        return new SoakTrend(
                gauge,
                mean(gauge, samples.subList(0, tenth)),
                mean(gauge, samples.subList(samples.size() - tenth, samples.size())),
                samples.stream()
                        .mapToDouble(sample -> value(gauge, sample))
                        .max()
                        .orElseThrow(),
                slope(gauge, samples));
    }

    double growth() {
        return last - first;
    }

    /** Whether it grew by more than it may. */
    boolean isViolated() {
        return growth() > gauge.tolerance();
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("first", Figures.rounded(first))
                .put("last", Figures.rounded(last))
                .put("highest", Figures.rounded(highest))
                .put("perHour", Figures.rounded(perHour))
                .put("tolerance", gauge.tolerance())
                .put("violated", isViolated());
    }

    private static double mean(Gauge gauge, List<SoakSample> samples) {
        return samples.stream()
                .mapToDouble(sample -> value(gauge, sample))
                .average()
                .orElseThrow();
    }

    private static double value(Gauge gauge, SoakSample sample) {
        return sample.values().getOrDefault(gauge, Double.NaN);
    }

    /** Least squares; 0 if all were taken at one moment. */
    private static double slope(Gauge gauge, List<SoakSample> samples) {
        long origin = samples.get(0).nanos();
        double meanHours = samples.stream()
                .mapToDouble(sample -> (sample.nanos() - origin) / NANOS_PER_HOUR)
                .average()
                .orElseThrow();
        double meanValue = mean(gauge, samples);
        double covariance = 0;
        double variance = 0;
        for (SoakSample sample : samples) {
            double hours = (sample.nanos() - origin) / NANOS_PER_HOUR - meanHours;
            covariance += hours * (value(gauge, sample) - meanValue);
            variance += hours * hours;
        }
        return variance == 0 ? 0 : covariance / variance;
    }
}
