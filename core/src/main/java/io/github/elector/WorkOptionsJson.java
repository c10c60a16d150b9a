// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.lease.Shown;
import io.github.elector.store.UnknownKeys;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The deployment options of a piece of work, from JSON: checked before Vert.x reads them, which takes a value of another
 * type for one that is missing, and a number that cannot be for one that fails each deployment.
 */
final class WorkOptionsJson {
    private static final Set<String> POSITIVE = Set.of("instances", "workerPoolSize", "maxWorkerExecuteTime");
    private static final Map<String, List<String>> WORDS = Map.of(
            "threadingModel", names(ThreadingModel.values()), "maxWorkerExecuteTimeUnit", names(TimeUnit.values()));
    private static final Set<String> KNOWN = Set.of(
            "config",
            "ha",
            "instances",
            "maxWorkerExecuteTime",
            "maxWorkerExecuteTimeUnit",
            "threadingModel",
            "workerPoolName",
            "workerPoolSize");

    private WorkOptionsJson() {}

    /**
     * What Vert.x makes of them.
     *
     * @throws IllegalArgumentException if a value cannot be used; one that is no plain word or number is not repeated
     */
    static DeploymentOptions read(JsonObject json) {
        UnknownKeys.warn("deployment option", json, KNOWN);
        json.fieldNames().forEach(key -> check(key, json.getValue(key)));
        return new DeploymentOptions(json);
    }

    private static void check(String key, @Nullable Object value) {
        List<String> words = WORDS.get(key);
        if (POSITIVE.contains(key)) {
            long most = key.equals("maxWorkerExecuteTime") ? Long.MAX_VALUE : Integer.MAX_VALUE;
            require(isWhole(value, most), key, value, "a whole number of at least 1, without quotes");
        } else if (words != null) {
            require(value instanceof String word && words.contains(word), key, value, "one of " + words);
        } else if (key.equals("ha")) {
            require(value instanceof Boolean, key, value, "true or false");
        } else if (key.equals("config")) {
            require(value instanceof JsonObject, key, value, "an object");
        } else if (key.equals("workerPoolName")) {
            require(value instanceof String, key, value, "a text in quotes");
        }
    }

    private static boolean isWhole(@Nullable Object value, long most) {
        return (value instanceof Integer || value instanceof Long)
                && value instanceof Number number
                && number.longValue() >= 1
                && number.longValue() <= most;
    }

    private static void require(boolean holds, String key, @Nullable Object value, String rule) {
        if (!holds) {
            String shown =
                    value instanceof JsonObject || value instanceof JsonArray ? "…" : Shown.text(String.valueOf(value));
            throw new IllegalArgumentException(key + " (" + shown + ") must be " + rule);
        }
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
