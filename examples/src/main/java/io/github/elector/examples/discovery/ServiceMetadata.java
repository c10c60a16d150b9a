// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.resources.ResourceKind;
import io.github.elector.examples.resources.ResourceTable;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What an application provides or consumes: {@code /dubbo/metadata/IFACE[/VERSION][/GROUP]/(provider|consumer)/APP}, which
 * holds a JSON object. Version and group are left out of the path where they are not set, so it is read from its end. The
 * nodes are persistent.
 */
final class ServiceMetadata implements RegistryKind {
    private static final ResourceKind KIND = new ResourceKind("metadata", ResourceTable.REGISTRY_RESOURCES);
    private static final int SHORTEST = 3;
    private static final int LONGEST = 5;

    @Override
    public ResourceKind kind() {
        return KIND;
    }

    @Override
    public String base() {
        return "/dubbo/metadata";
    }

    @Override
    public boolean accepts(List<String> below) {
        return below.size() >= SHORTEST && below.size() <= LONGEST && isSide(below.get(below.size() - 2));
    }

    @Override
    public boolean descends(List<String> below) {
        return below.size() < LONGEST;
    }

    @Override
    public String name(List<String> below) {
        return String.join("/", below);
    }

    @Override
    public JsonObject data(List<String> below, String text) {
        int end = below.size();
        return new JsonObject()
                .put("interface", PercentEncoding.decode(below.get(0)))
                .put("qualifiers", List.copyOf(below.subList(1, end - 2)))
                .put("side", below.get(end - 2))
                .put("app", below.get(end - 1))
                .put("definition", JsonFields.of(text).json());
    }

    private static boolean isSide(String name) {
        return name.equals("provider") || name.equals("consumer");
    }
}
