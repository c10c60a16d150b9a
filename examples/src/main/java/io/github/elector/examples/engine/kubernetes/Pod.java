// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A pod as the API writes it. What is missing in it, or of another type than documented, is empty.
 *
 * @param json as it came
 */
record Pod(JsonObject json) {
    JsonObject metadata() {
        return part(json, "metadata");
    }

    JsonObject spec() {
        return part(json, "spec");
    }

    JsonObject status() {
        return part(json, "status");
    }

    /** Namespace and name, which tell it from all other pods that are there at the same time. */
    Optional<String> name() {
        return text(metadata(), "namespace")
                .flatMap(namespace -> text(metadata(), "name").map(name -> namespace + "/" + name));
    }

    List<JsonObject> conditions() {
        return parts(status(), "conditions");
    }

    List<JsonObject> containerStatuses() {
        return parts(status(), "containerStatuses");
    }

    JsonObject part(JsonObject of, String key) {
        return of.getValue(key) instanceof JsonObject part ? part : new JsonObject();
    }

    List<JsonObject> parts(JsonObject of, String key) {
        return of.getValue(key) instanceof JsonArray all
                ? all.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    Optional<String> text(JsonObject of, String key) {
        return of.getValue(key) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
