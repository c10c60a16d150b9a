// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.InstanceKey;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Makes a runtime instance of a pod that says it is one of ours. Any thread. */
final class PodReader {
    private final PodRules rules;

    PodReader(PodRules rules) {
        this.rules = rules;
    }

    /**
     * The instance that this pod is; nothing if it does not say so.
     *
     * @throws IllegalArgumentException if it says so, and something it says cannot be true or is missing
     */
    Optional<RuntimeInstance> instance(Pod pod) {
        Optional<String> application = rules.application().in(pod.metadata());
        if (application.isEmpty()) {
            return Optional.empty();
        }
        String name = pod.name().orElseThrow(() -> new IllegalArgumentException("its namespace or name is missing"));
        return Optional.of(new RuntimeInstance(
                new InstanceKey(given(pod, rules.mesh()), name),
                application.get(),
                pod.text(pod.status(), "podIP").orElse(""),
                port(given(pod, rules.port())),
                PodPhase.of(pod),
                details(pod),
                Revisions.of(pod.metadata())));
    }

    private String given(Pod pod, Identifier identifier) {
        return identifier
                .in(pod.metadata())
                .orElseThrow(() -> new IllegalArgumentException(
                        "it has the " + rules.application() + " and no " + identifier + ": give it both"));
    }

    private int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("its " + rules.port() + " is no port: give one from 1 to 65535", none);
        }
    }

    private JsonObject details(Pod pod) {
        JsonObject details = new JsonObject().put("source", "kubernetes");
        copy(pod, pod.spec(), "nodeName", details, "host");
        copy(pod, pod.metadata(), "uid", details, "uid");
        copy(pod, pod.metadata(), "creationTimestamp", details, "createdAt");
        copy(pod, pod.status(), "startTime", details, "startTime");
        millis(pod.text(pod.status(), "startTime")).ifPresent(start -> details.put("startedAtMillis", start));
        conditions(pod, details);
        pod.parts(pod.metadata(), "ownerReferences").stream().findFirst().ifPresent(owner -> {
            copy(pod, owner, "kind", details, "ownerKind");
            copy(pod, owner, "name", details, "ownerName");
        });
        rules.main().of(pod.parts(pod.spec(), "containers"), pod.metadata()).ifPresent(main -> {
            copy(pod, main, "name", details, "container");
            copy(pod, main, "image", details, "image");
            probes(pod, main, details);
        });
        return details;
    }

    private static void conditions(Pod pod, JsonObject details) {
        JsonObject conditions = new JsonObject();
        for (JsonObject condition : pod.conditions()) {
            pod.text(condition, "type").ifPresent(type -> copy(pod, condition, "status", conditions, type));
            if ("Ready".equals(condition.getValue("type")) && "True".equals(condition.getValue("status"))) {
                copy(pod, condition, "lastTransitionTime", details, "readyAt");
            }
        }
        if (!conditions.isEmpty()) {
            details.put("conditions", conditions);
        }
    }

    /** Ports by number or by name, as they stand there. */
    private static void probes(Pod pod, JsonObject container, JsonObject details) {
        JsonObject ports = new JsonObject();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            for (String way : List.of("httpGet", "tcpSocket", "grpc")) {
                Object port = pod.part(pod.part(container, probe), way).getValue("port");
                if (port instanceof Integer || port instanceof String) {
                    ports.put(probe, port);
                }
            }
        }
        if (!ports.isEmpty()) {
            details.put("probePorts", ports);
        }
    }

    private static void copy(Pod pod, JsonObject from, String key, JsonObject to, String as) {
        pod.text(from, key).ifPresent(text -> to.put(as, text));
    }

    private static Optional<Long> millis(Optional<String> time) {
        try {
            return time.map(text -> Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
