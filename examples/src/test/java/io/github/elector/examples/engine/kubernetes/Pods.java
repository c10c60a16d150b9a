// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Pods as the API writes them. */
final class Pods {
    private Pods() {}

    /** One that runs and is ready. */
    static JsonObject ready(String namespace, String name, String application, String port, String mesh) {
        JsonObject labels = new JsonObject()
                .put("org.apache.dubbo/dubbo-app-name", application)
                .put("org.apache.dubbo/dubbo-rpc-port", port)
                .put("org.apache.dubbo/registry", mesh);
        return new JsonObject()
                .put(
                        "metadata",
                        new JsonObject()
                                .put("namespace", namespace)
                                .put("name", name)
                                .put("uid", "uid-of-" + name)
                                .put("creationTimestamp", "2026-01-02T03:04:00Z")
                                .put("labels", labels)
                                .put(
                                        "ownerReferences",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("kind", "ReplicaSet")
                                                        .put("name", application + "-7f"))))
                .put(
                        "spec",
                        new JsonObject()
                                .put("nodeName", "node-1")
                                .put(
                                        "containers",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("name", "main")
                                                        .put("image", "registry.example/" + application + ":1")
                                                        .put(
                                                                "livenessProbe",
                                                                new JsonObject()
                                                                        .put(
                                                                                "tcpSocket",
                                                                                new JsonObject().put("port", 20_880)))
                                                        .put(
                                                                "readinessProbe",
                                                                new JsonObject()
                                                                        .put(
                                                                                "httpGet",
                                                                                new JsonObject().put("port", "qos"))))
                                                .add(new JsonObject()
                                                        .put("name", "sidecar")
                                                        .put("image", "sidecar:2"))))
                .put("status", status("Running", true));
    }

    /** A status of this phase, with or without the condition that it is ready. */
    static JsonObject status(String phase, boolean isReady) {
        return new JsonObject()
                .put("phase", phase)
                .put("podIP", "10.0.0.7")
                .put("startTime", "2026-01-02T03:04:05Z")
                .put(
                        "conditions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("type", "Ready")
                                        .put("status", isReady ? "True" : "False")
                                        .put("lastTransitionTime", "2026-01-02T03:04:09Z")));
    }

    /** The same in another state of its container. */
    static JsonObject waiting(JsonObject pod, String reason) {
        pod.getJsonObject("status")
                .put(
                        "containerStatuses",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put(
                                                "state",
                                                new JsonObject()
                                                        .put("waiting", new JsonObject().put("reason", reason)))));
        return pod;
    }

    /** The same without this label. */
    static JsonObject without(JsonObject pod, String label) {
        pod.getJsonObject("metadata").getJsonObject("labels").remove(label);
        return pod;
    }
}
