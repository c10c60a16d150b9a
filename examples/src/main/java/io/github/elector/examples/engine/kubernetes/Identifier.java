// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.Settings;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * Where a pod says something about itself.
 *
 * @param place {@code labels} or {@code annotations} of its metadata
 * @param key which of them
 */
record Identifier(String place, String key) {
    static Identifier label(String key) {
        return new Identifier("labels", key);
    }

    static Identifier annotation(String key) {
        return new Identifier("annotations", key);
    }

    /** {@code {"type":"ByLabel","labelKey":"…"}} or {@code {"type":"ByAnnotation","annotationKey":"…"}}. */
    static Identifier from(Settings settings, Identifier otherwise) {
        settings.allowOnly(Set.of("type", "labelKey", "annotationKey"));
        Optional<String> type = settings.text("type");
        if (type.isEmpty()) {
            if (!settings.json().isEmpty()) {
                throw new IllegalArgumentException(settings.named("type") + " is missing: ByLabel or ByAnnotation");
            }
            return otherwise;
        }
        return switch (type.get()) {
            case "ByLabel" -> label(key(settings, "labelKey"));
            case "ByAnnotation" -> annotation(key(settings, "annotationKey"));
            default -> throw new IllegalArgumentException(settings.named("type") + " must be ByLabel or ByAnnotation");
        };
    }

    /** What this pod says; nothing if it says nothing there. */
    Optional<String> in(JsonObject metadata) {
        return metadata.getValue(place) instanceof JsonObject all && all.getValue(key) instanceof String value
                ? Optional.of(value)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return (place.equals("labels") ? "label " : "annotation ") + key;
    }

    private static String key(Settings settings, String key) {
        return settings.text(key)
                .orElseThrow(() -> new IllegalArgumentException(settings.named(key) + " is missing: name the key"));
    }
}
