// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.RuntimeInstance;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page of a list, understood.
 *
 * @param revision of the whole list
 * @param next leads to the next page; nothing after the last
 * @param instances by the names of their pods
 * @param refusals what had to be left out
 */
record PodPage(long revision, Optional<String> next, Map<String, RuntimeInstance> instances, List<Refusal> refusals) {
    /**
     * A pod that is none.
     *
     * @param pod which
     * @param reason why
     */
    record Refusal(String pod, String reason) {}

    /**
     * Reads a page; takes its time, and may be done on any thread.
     *
     * @param what it is, for messages
     * @throws ApiException if it is no list
     */
    static PodPage read(String what, Buffer body, PodReader reader) {
        JsonObject json;
        try {
            json = new JsonObject(body);
        } catch (DecodeException | ClassCastException none) {
            // Its message shows what stands there, which may be anybody's environment.
            throw ApiException.failed(what, "the answer is no JSON object: is this an API server?");
        }
        if (!(json.getValue("metadata") instanceof JsonObject metadata)
                || !(json.getValue("items") instanceof JsonArray items)) {
            throw ApiException.failed(what, "the answer has no metadata and items: is this an API server?");
        }
        long revision;
        try {
            revision = Revisions.of(metadata);
        } catch (IllegalArgumentException none) {
            throw ApiException.failed(what, "its " + none.getMessage());
        }
        Map<String, RuntimeInstance> instances = new LinkedHashMap<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Object item : items) {
            Pod pod = new Pod(item instanceof JsonObject object ? object : new JsonObject());
            String name = pod.name().orElse("without a name");
            try {
                reader.instance(pod).ifPresent(instance -> instances.put(name, instance));
            } catch (IllegalArgumentException unusable) {
                refusals.add(new Refusal(name, String.valueOf(unusable.getMessage())));
            }
        }
        Optional<String> next = metadata.getValue("continue") instanceof String token && !token.isEmpty()
                ? Optional.of(token)
                : Optional.empty();
        return new PodPage(revision, next, instances, refusals);
    }
}
