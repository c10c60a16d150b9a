// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a soak came to.
 *
 * @param terms how many terms there were, from the first sample to the last
 * @param samples how many samples
 * @param trends of each gauge that can be seen on this machine
 */
record SoakFigures(long terms, int samples, List<SoakTrend> trends) {
    /**
     * From samples in the order they were taken.
     *
     * @throws IllegalArgumentException if there are fewer than ten
     */
    static SoakFigures of(List<SoakSample> samples) {
        if (samples.size() < 10) {
            throw new IllegalArgumentException(
                    samples.size() + " samples are too few to tell a trend from: give the soak more time");
        }
        List<SoakTrend> trends = Arrays.stream(Gauge.values())
                .filter(gauge ->
                        samples.stream().allMatch(sample -> sample.values().containsKey(gauge)))
                .map(gauge -> SoakTrend.of(gauge, samples))
                .toList();
        return new SoakFigures(
                samples.get(samples.size() - 1).terms() - samples.get(0).terms(), samples.size(), trends);
    }

    /** What grew, and whether nothing happened that could have made it grow. */
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        trends.stream()
                .filter(SoakTrend::isViolated)
                .forEach(trend -> violations.add(String.format(
                        Locale.ROOT,
                        "%s grew by %,.1f, more than %,.1f",
                        trend.gauge().title(),
                        trend.growth(),
                        trend.gauge().tolerance())));
        if (terms < samples) {
            violations.add(terms + " terms in " + samples + " samples are too few to show anything");
        }
        return violations;
    }

    /** For people, in 80 columns. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%,9d  terms, %,d samples", terms, samples));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-26s %10s %10s %10s %11s %8s",
                "mean of",
                "1st tenth",
                "last tenth",
                "highest",
                "per hour",
                "allowed"));
        for (SoakTrend trend : trends) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-24s %,10.1f %,10.1f %,10.1f %+,11.1f %+,8.1f",
                    trend.gauge().title(),
                    trend.first(),
                    trend.last(),
                    trend.highest(),
                    trend.perHour(),
                    trend.gauge().tolerance()));
        }
        lines.add("");
        violations().forEach(violation -> lines.add("VIOLATED: " + violation));
        lines.add("violations: " + violations().size());
        return lines;
    }

    JsonObject toJson() {
        JsonObject gauges = new JsonObject();
        trends.forEach(trend -> gauges.put(trend.gauge().name().toLowerCase(Locale.ROOT), trend.toJson()));
        return new JsonObject()
                .put("event", "summary")
                .put("terms", terms)
                .put("samples", samples)
                .put("gauges", gauges)
                .put("violated", new JsonArray(violations()))
                .put("violations", violations().size());
    }
}
