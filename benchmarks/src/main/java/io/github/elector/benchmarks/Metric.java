// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What JMH measures of an operation. */
enum Metric {
    TIME("time") {
        @Override
        @Nullable
        JsonObject of(JsonObject benchmark) {
            return benchmark.getJsonObject("primaryMetric");
        }
    },
    /** Allocated on any thread of the JVM; only with {@code -prof gc}. */
    BYTES("bytes") {
        @Override
        @Nullable
        JsonObject of(JsonObject benchmark) {
            JsonObject others = benchmark.getJsonObject("secondaryMetrics", new JsonObject());
            return others.getJsonObject("gc.alloc.rate.norm");
        }
    };

    private final String text;

    Metric(String text) {
        this.text = text;
    }

    /** Its part of JMH's JSON, if it was measured. */
    abstract @Nullable JsonObject of(JsonObject benchmark);

    @Override
    public String toString() {
        return text;
    }
}
