// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What Kubernetes gives to each pod, so that it can use the API: see "Accessing the API from within a Pod" there. */
final class ServiceAccount {
    private static final Path FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String HOST = "KUBERNETES_SERVICE_HOST";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";

    private ServiceAccount() {}

    /** Of this pod. Reads a file and blocks for that. */
    static ApiServer ofThisPod() {
        return read(System.getenv(), FOLDER);
    }

    /**
     * Of a pod with this environment, and this folder.
     *
     * @throws IllegalArgumentException if something is missing; the message says what
     */
    static ApiServer read(Map<String, String> environment, Path folder) {
        String host = environment.get(HOST);
        String port = environment.get(PORT);
        if (host == null || port == null) {
            throw new IllegalArgumentException("the environment has no " + (host == null ? HOST : PORT)
                    + ", so this is no pod of Kubernetes: set kubeconfig to the path of a kubeconfig file");
        }
        Path authority = folder.resolve("ca.crt");
        try {
            return new ApiServer(
                    ApiServer.uri(
                            HOST + " and " + PORT,
                            "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port),
                    Optional.of(Buffer.buffer(Files.readAllBytes(authority))),
                    Token.in(folder.resolve("token")),
                    Optional.empty());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    authority + " cannot be read: mount the service account (automountServiceAccountToken)",
                    unreadable);
        }
    }
}
