// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Instances as the page gets them. */
final class InstancesJson {
    private InstancesJson() {}

    static JsonObject shown(Instances instances) {
        JsonArray rows = new JsonArray();
        instances.shown().forEach(instance -> rows.add(row(instance)));
        return new JsonObject().put("shown", rows).put("total", instances.total());
    }

    static JsonObject away(String words) {
        return new JsonObject().put("away", words);
    }

    private static JsonObject row(Instance instance) {
        return new JsonObject()
                .put("mesh", instance.mesh())
                .put("application", instance.application())
                .put("address", instance.address())
                .put("state", instance.state())
                .put("sources", new JsonArray(instance.sources()));
    }
}
