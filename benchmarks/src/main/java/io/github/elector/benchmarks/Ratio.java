// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much more of something the subject of a comparison takes than its base, in one run.
 *
 * @param comparison of what
 * @param parameters of both
 * @param subject what was measured of the one
 * @param base and of the other
 */
record Ratio(Comparison comparison, Map<String, String> parameters, Sample subject, Sample base) {
    Ratio {
        if (!subject.unit().equals(base.unit())) {
            throw new IllegalArgumentException(comparison.subject() + " is in " + subject.unit() + " and "
                    + comparison.base() + " in " + base.unit() + ", so they have no ratio");
        }
        if (base.least() <= 0) {
            throw new IllegalArgumentException(comparison.base() + " measured 0 " + base.unit()
                    + ", so nothing was measured, or nothing can be compared with it");
        }
    }

    /** Of a run and what it is compared with, if both were measured. */
    static Optional<Ratio> of(Comparison comparison, JmhResult.Run subject, JmhResult.Run base) {
        return subject.sample(comparison.metric())
                .flatMap(one -> base.sample(comparison.metric())
                        .map(other -> new Ratio(comparison, subject.parameters(), one, other)));
    }

    /** Of the medians of the forks. */
    double middle() {
        return subject.median() / base.median();
    }

    /** The least of the one by the most of the other: no two forks of this run are further apart. */
    double lowest() {
        return subject.least() / base.most();
    }

    /** The other way round. */
    double highest() {
        return subject.most() / base.least();
    }

    /** What was seen of how far forks differ: one fork shows nothing. */
    String spread() {
        return forks() < 2 ? "one fork" : String.format(Locale.ROOT, "%.2f to %.2f", lowest(), highest());
    }

    private int forks() {
        return Math.min(subject.forks(), base.forks());
    }

    /**
     * What the figures say of the target: they say nothing if it lies within their spread, or if there are too few forks to
     * know one.
     */
    String verdict() {
        OptionalDouble target = comparison.targetFor(parameters);
        if (target.isEmpty()) {
            return "";
        }
        String aim = String.format(Locale.ROOT, "≤ %.2f: ", target.getAsDouble());
        if (forks() < Sample.LEAST_FORKS) {
            return aim + "too short for a verdict, which takes " + Sample.LEAST_FORKS + " forks";
        }
        if (highest() <= target.getAsDouble()) {
            return aim + "met";
        }
        return aim + (lowest() > target.getAsDouble() ? "missed" : "within the spread");
    }
}
