// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How electors are, for a probe that restarts a process or raises an alarm. Whoever stands by is well, and so is whoever
 * waits for a database that is away: a restart would help neither, and would take a standby away.
 *
 * @param components one for every component that was asked about
 */
public record Health(List<ComponentHealth> components) {
    public Health {
        components = List.copyOf(components);
    }

    /** Whether nothing is wrong with any of them. */
    public boolean isUp() {
        return components.stream().allMatch(ComponentHealth::isUp);
    }

    /** {@code {"status":"UP","components":[…]}}; see {@link ComponentHealth#toJson}. */
    public JsonObject toJson() {
        JsonArray each = new JsonArray();
        components.forEach(component -> each.add(component.toJson()));
        return new JsonObject().put("status", isUp() ? "UP" : "DOWN").put("components", each);
    }
}
