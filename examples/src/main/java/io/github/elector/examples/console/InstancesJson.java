// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Instances as the page gets them: no more than it asked for, and of names no more than their beginning. */
final class InstancesJson {
    private static final int LONGEST_NAME = 250;
    private static final int MOST_SOURCES = 8;

    private InstancesJson() {}

    static JsonObject shown(Instances instances, int atMost) {
        JsonArray rows = new JsonArray();
        instances.shown().stream().limit(atMost).forEach(instance -> rows.add(row(instance)));
        return new JsonObject().put("shown", rows).put("total", instances.total());
    }

    static JsonObject away(String words) {
        return new JsonObject().put("away", words);
    }

    private static JsonObject row(Instance instance) {
        return new JsonObject()
                .put("mesh", beginning(instance.mesh()))
                .put("application", beginning(instance.application()))
                .put("address", beginning(instance.address()))
                .put("state", beginning(instance.state()))
                .put(
                        "sources",
                        new JsonArray(instance.sources().stream()
                                .limit(MOST_SOURCES)
                                .map(InstancesJson::beginning)
                                .toList()));
    }

    private static String beginning(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
