// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.resources.ResourceKind;
import io.github.elector.examples.resources.ResourceTable;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Instances of applications: {@code /services/APP/IP:PORT}, which holds the JSON of Curator's service discovery with
 * Dubbo's metadata in its payload. The nodes are ephemeral.
 */
final class ApplicationInstances implements RegistryKind {
    private static final ResourceKind KIND = new ResourceKind("rpc-instance", ResourceTable.RPC_INSTANCES);
    private static final String ENDPOINTS = "dubbo.endpoints";
    private static final String URL_PARAMS = "dubbo.metadata-service.url-params";
    private static final String REVISION = "dubbo.metadata.revision";
    private static final String STORAGE = "dubbo.metadata.storage-type";
    private static final String TIMESTAMP = "timestamp";

    /** What else is in the metadata was put there by whoever runs the application. */
    private static final Set<String> KNOWN = Set.of(ENDPOINTS, URL_PARAMS, REVISION, STORAGE, TIMESTAMP, "meta-v");

    @Override
    public ResourceKind kind() {
        return KIND;
    }

    @Override
    public String base() {
        return "/services";
    }

    @Override
    public boolean accepts(List<String> below) {
        return below.size() == 2;
    }

    @Override
    public boolean descends(List<String> below) {
        return below.size() < 2;
    }

    @Override
    public String name(List<String> below) {
        return String.join("/", below);
    }

    @Override
    public JsonObject data(List<String> below, String text) {
        JsonFields node = JsonFields.of(text);
        JsonFields metadata = node.object("payload").object("metadata");
        String app = node.text("name");
        if (!app.equals(below.get(0))) {
            throw new BadNodeException("its name is not that of the application it is registered under");
        }
        int port = node.port("port");
        JsonObject data =
                new JsonObject().put("app", app).put("ip", node.text("address")).put("port", port);
        // Only there if the application itself is asked for its metadata, and then in the way of that service.
        metadata.objectInText(URL_PARAMS).ifPresent(params -> {
            params.optionalText("release").ifPresent(release -> data.put("release", release));
            params.optionalText("protocol").ifPresent(protocol -> data.put("protocol", protocol));
            params.optionalText("prefer.serialization").ifPresent(prefer -> data.put("preferSerialization", prefer));
        });
        metadata.numberInText(TIMESTAMP).ifPresent(millis -> data.put("registeredAtMillis", millis));
        metadata.optionalText(REVISION).ifPresent(revision -> data.put("metadataRevision", revision));
        metadata.optionalText(STORAGE).ifPresent(storage -> data.put("metadataStorage", storage));
        metadata.optionalText(ENDPOINTS).map(ApplicationInstances::endpoints).ifPresent(endpoints -> {
            data.put("endpoints", endpoints);
            protocol(endpoints, port).ifPresent(protocol -> data.put("protocol", protocol));
        });
        return data.put("tags", tags(metadata.json()));
    }

    private static JsonArray endpoints(String text) {
        try {
            return new JsonArray(text);
        } catch (DecodeException | ClassCastException malformed) {
            throw new BadNodeException(ENDPOINTS + " is no JSON array");
        }
    }

    /** What is spoken at this port. */
    private static Optional<String> protocol(JsonArray endpoints, int port) {
        return endpoints.stream()
                .filter(endpoint -> endpoint instanceof JsonObject)
                .map(endpoint -> new JsonFields((JsonObject) endpoint, ENDPOINTS))
                .filter(endpoint -> Integer.valueOf(port).equals(endpoint.json().getValue("port")))
                .findFirst()
                .flatMap(endpoint -> endpoint.optionalText("protocol"));
    }

    private static JsonObject tags(JsonObject metadata) {
        JsonObject tags = new JsonObject();
        metadata.forEach(entry -> {
            if (!KNOWN.contains(entry.getKey())) {
                tags.put(entry.getKey(), entry.getValue());
            }
        });
        return tags;
    }
}
