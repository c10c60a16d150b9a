// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.Settings;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which container of a pod runs the application; the others help it. */
sealed interface MainContainer {
    /** The one with this number, counted from 0. */
    record ByIndex(int index) implements MainContainer {
        @Override
        public Optional<JsonObject> of(List<JsonObject> containers, JsonObject metadata) {
            return index < containers.size() ? Optional.of(containers.get(index)) : Optional.empty();
        }
    }

    /** The last. */
    record ByLast() implements MainContainer {
        @Override
        public Optional<JsonObject> of(List<JsonObject> containers, JsonObject metadata) {
            return containers.isEmpty() ? Optional.empty() : Optional.of(containers.get(containers.size() - 1));
        }
    }

    /** The one of this name. */
    record ByName(String name) implements MainContainer {
        @Override
        public Optional<JsonObject> of(List<JsonObject> containers, JsonObject metadata) {
            return containers.stream()
                    .filter(container -> name.equals(container.getValue("name")))
                    .findFirst();
        }
    }

    /** The one whose name stands in this annotation of the pod. */
    record ByAnnotation(String key) implements MainContainer {
        @Override
        public Optional<JsonObject> of(List<JsonObject> containers, JsonObject metadata) {
            return Identifier.annotation(key).in(metadata).flatMap(name -> new ByName(name).of(containers, metadata));
        }
    }

    /** Of these containers of a pod with this metadata; nothing if the rule finds none. */
    Optional<JsonObject> of(List<JsonObject> containers, JsonObject metadata);

    /** {@code {"type":"ByIndex","index":0}}, which is the default, {@code ByLast}, {@code ByName} or {@code ByAnnotation}. */
    static MainContainer from(Settings settings) {
        settings.allowOnly(Set.of("type", "index", "name", "annotationKey"));
        return switch (settings.text("type").orElse("ByIndex")) {
            case "ByIndex" -> new ByIndex((int) settings.number("index", 0, 1_000, 0));
            case "ByLast" -> new ByLast();
            case "ByName" -> new ByName(text(settings, "name"));
            case "ByAnnotation" -> new ByAnnotation(text(settings, "annotationKey"));
            default ->
                throw new IllegalArgumentException(
                        settings.named("type") + " must be ByIndex, ByLast, ByName or ByAnnotation");
        };
    }

    private static String text(Settings settings, String key) {
        return settings.text(key)
                .orElseThrow(() -> new IllegalArgumentException(settings.named(key) + " is missing: set it"));
    }
}
