// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.Driver;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.Settings;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Runtime instances are the pods of all namespaces that say by a label or an annotation which application they run.
 *
 * <p>The user needs to {@code list} and {@code watch} {@code pods} in all namespaces: a ClusterRole. No real API server was
 * to be had for the tests: they run against a server that speaks what the documentation of Kubernetes says.
 */
public final class KubernetesDriver implements Driver {
    private final ApiServer server;
    private final PodRules rules;
    private final Optional<String> selector;
    private final Limits limits;

    KubernetesDriver(ApiServer server, PodRules rules, Optional<String> selector, Limits limits) {
        this.server = server;
        this.rules = rules;
        this.selector = selector;
        this.limits = limits;
    }

    /**
     * From a configuration, all of it optional: {@code kubeconfig}, a path, without which this is a pod and uses its service
     * account; {@code context} in it; {@code podWatchSelector}, a label selector; {@code dubboAppIdentifier},
     * {@code dubboRPCPortIdentifier}, {@code dubboDiscoveryIdentifier}: {@code {"type":"ByLabel","labelKey":"…"}} or
     * {@code {"type":"ByAnnotation","annotationKey":"…"}}; {@code mainContainerChooseStrategy}.
     *
     * <p>Reads files and blocks for that.
     *
     * @throws IllegalArgumentException if something cannot be used; the message names the key and what to do, and holds
     *     no token, key or password
     */
    public static KubernetesDriver from(Settings settings) {
        settings.allowOnly(Set.of(
                "kubeconfig",
                "context",
                "podWatchSelector",
                "dubboAppIdentifier",
                "dubboRPCPortIdentifier",
                "dubboDiscoveryIdentifier",
                "mainContainerChooseStrategy"));
        ApiServer server = settings.text("kubeconfig")
                .map(file -> Kubeconfig.read(Path.of(file), settings.text("context")))
                .orElseGet(ServiceAccount::ofThisPod);
        server.prepare();
        return new KubernetesDriver(server, PodRules.from(settings), settings.text("podWatchSelector"), Limits.DEFAULT);
    }

    @Override
    public ListWatch open(Vertx vertx) {
        return new PodListWatch(vertx, new PodApi(vertx, server, selector, limits), new PodReader(rules), limits);
    }

    @Override
    public String toString() {
        return "pods of " + server;
    }
}
