// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.resources.ResourceKind;
import io.github.elector.examples.resources.ResourceTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Which applications provide an interface: {@code /dubbo/mapping/IFACE}, which holds their names with commas in between.
 * The nodes are persistent: a mapping outlives the instances.
 */
final class ServiceMappings implements RegistryKind {
    private static final ResourceKind KIND = new ResourceKind("mapping", ResourceTable.REGISTRY_RESOURCES);

    @Override
    public ResourceKind kind() {
        return KIND;
    }

    @Override
    public String base() {
        return "/dubbo/mapping";
    }

    @Override
    public boolean accepts(List<String> below) {
        return below.size() == 1;
    }

    @Override
    public boolean descends(List<String> below) {
        return below.isEmpty();
    }

    @Override
    public String name(List<String> below) {
        return below.get(0);
    }

    /** The {@code $} of an inner class is not encoded here, as it is elsewhere. */
    @Override
    public JsonObject data(List<String> below, String text) {
        JsonArray apps = new JsonArray();
        for (String app : text.split(",", -1)) {
            if (!app.isBlank()) {
                apps.add(app.strip());
            }
        }
        if (apps.isEmpty()) {
            throw new BadNodeException("names no application");
        }
        return new JsonObject().put("interface", below.get(0)).put("apps", apps);
    }
}
