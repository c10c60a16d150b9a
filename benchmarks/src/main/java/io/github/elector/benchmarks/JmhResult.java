// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run of JMH wrote with {@code -rf json}.
 *
 * @param runs each benchmark with each combination of parameters
 */
record JmhResult(List<Run> runs) {
    /**
     * One benchmark with one combination of parameters.
     *
     * @param name class and method, without the package
     * @param parameters by name
     * @param about the JVM, and how often it was started and measured
     * @param json as JMH wrote it
     */
    record Run(String name, Map<String, String> parameters, String about, JsonObject json) {
        /** What it came to, if it was measured. */
        Optional<Sample> sample(Metric metric) {
            JsonObject measured = metric.of(json);
            if (measured == null) {
                return Optional.empty();
            }
            List<List<Double>> forks = measured.getJsonArray("rawData").stream()
                    .map(fork -> values((JsonArray) fork))
                    .toList();
            return Optional.of(Sample.ofForks(measured.getString("scoreUnit"), forks));
        }

        private static List<Double> values(JsonArray iterations) {
            return iterations.stream()
                    .map(value -> ((Number) value).doubleValue())
                    .toList();
        }
    }

    /**
     * From JSON.
     *
     * @throws IllegalArgumentException if it is not what JMH writes
     */
    static JmhResult of(String json) {
        try {
            List<Run> runs = new ArrayList<>();
            for (Object each : new JsonArray(json)) {
                runs.add(run((JsonObject) each));
            }
            return new JmhResult(List.copyOf(runs));
        } catch (DecodeException | ClassCastException | NullPointerException other) {
            throw new IllegalArgumentException(
                    "the file is no result of JMH: make one with -rf json -rff result.json", other);
        }
    }

    private static Run run(JsonObject json) {
        String full = json.getString("benchmark");
        int method = full.lastIndexOf('.');
        Map<String, String> parameters = new TreeMap<>();
        json.getJsonObject("params", new JsonObject())
                .forEach(parameter -> parameters.put(parameter.getKey(), String.valueOf(parameter.getValue())));
        return new Run(
                full.substring(full.lastIndexOf('.', method - 1) + 1),
                parameters,
                json.getString("vmName") + " " + json.getString("jdkVersion") + ", JMH " + json.getString("jmhVersion")
                        + ", " + json.getInteger("forks") + " × " + json.getInteger("measurementIterations") + " × "
                        + json.getString("measurementTime"),
                json);
    }

    /** The run of this name with these parameters, or null. */
    @Nullable
    Run find(String name, Map<String, String> parameters) {
        return runs.stream()
                .filter(run -> run.name().equals(name) && run.parameters().equals(parameters))
                .findFirst()
                .orElse(null);
    }
}
