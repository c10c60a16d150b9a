// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.vertx.core.json.JsonObject;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A figure of a run, and how far what it was taken from lies apart: the middle half of rounds, or all halves of the time in
 * which something was measured without a pause.
 *
 * @param least the lower end
 * @param middle the figure
 * @param most the upper end; infinite where nothing bounds it
 */
record Spread(double least, double middle, double most) {
    /** One that was measured once, or that stands for itself. */
    static Spread exactly(double value) {
        return new Spread(value, value, value);
    }

    /**
     * A figure, and what it was in each part of the time it was measured in, of which as many as are half of it are taken
     * together: some do nothing for longer than a part.
     */
    static Spread overTime(double middle, List<Double> parts) {
        int half = Math.max(1, parts.size() / 2);
        DoubleSummaryStatistics halves = IntStream.rangeClosed(0, parts.size() - half)
                .mapToDouble(first -> mean(parts.subList(first, first + half)))
                .summaryStatistics();
        return new Spread(Math.min(middle, halves.getMin()), middle, Math.max(middle, halves.getMax()));
    }

    private static double mean(List<Double> parts) {
        return parts.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    static OptionalDouble middle(Optional<Spread> of) {
        return of.map(spread -> OptionalDouble.of(spread.middle)).orElse(OptionalDouble.empty());
    }

    /** How many times the other it is: the least by the other's most, and the other way round. */
    Spread by(Spread other) {
        return new Spread(
                Math.max(0, least) / other.most,
                middle / other.middle,
                other.least > 0 ? most / other.least : Double.POSITIVE_INFINITY);
    }

    Spread less(double value) {
        return new Spread(least - value, middle - value, most - value);
    }

    /** Whether some of it lies on either side. */
    boolean isOnBothSidesOf(double limit) {
        return least <= limit && most > limit;
    }

    /** Under this key, and what bounds it under those beside it. */
    void writeTo(JsonObject json, String key) {
        json.put(key, middle);
        if (least < most) {
            json.put(key + "Least", least);
            if (Double.isFinite(most)) {
                json.put(key + "Most", most);
            }
        }
    }

    /** As people read what {@link #writeTo} has written; a dash if nothing was measured. */
    static String text(JsonObject json, String key) {
        if (!json.containsKey(key)) {
            return "–";
        }
        String middle = Figures.text(json.getDouble(key));
        if (!json.containsKey(key + "Least")) {
            return middle;
        }
        String most = json.containsKey(key + "Most") ? Figures.text(json.getDouble(key + "Most")) : "∞";
        return middle + " (" + Figures.text(json.getDouble(key + "Least")) + " to " + most + ")";
    }
}
