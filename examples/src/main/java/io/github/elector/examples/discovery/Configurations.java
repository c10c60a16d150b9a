// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.resources.ResourceKind;
import io.github.elector.examples.resources.ResourceTable;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Rules and other configuration: {@code /dubbo/config/dubbo/RULE}, and as it was written formerly
 * {@code /dubbo/config/RULE}, where only the name tells a rule from a group. What they hold is text for Dubbo.
 */
final class Configurations implements RegistryKind {
    private static final ResourceKind KIND = new ResourceKind("config", ResourceTable.REGISTRY_RESOURCES);
    private static final String GROUP = "dubbo";
    private static final List<String> RULES =
            List.of("tag-router", "condition-router", "configurators", "affinity-router", "script-router");

    @Override
    public ResourceKind kind() {
        return KIND;
    }

    @Override
    public String base() {
        return "/dubbo/config";
    }

    @Override
    public boolean accepts(List<String> below) {
        return switch (below.size()) {
            case 1 -> !rule(below.get(0)).isEmpty();
            case 2 -> below.get(0).equals(GROUP);
            default -> false;
        };
    }

    @Override
    public boolean descends(List<String> below) {
        return below.isEmpty() || below.equals(List.of(GROUP));
    }

    @Override
    public String name(List<String> below) {
        return String.join("/", below);
    }

    @Override
    public JsonObject data(List<String> below, String text) {
        String name = below.get(below.size() - 1);
        JsonObject data = new JsonObject().put("name", name).put("content", text);
        String rule = rule(name);
        return rule.isEmpty() ? data : data.put("rule", rule);
    }

    /** Of which sort a rule of this name is; empty if it is none. */
    private static String rule(String name) {
        return RULES.stream()
                .filter(suffix -> name.endsWith("." + suffix))
                .findFirst()
                .orElse("");
    }
}
