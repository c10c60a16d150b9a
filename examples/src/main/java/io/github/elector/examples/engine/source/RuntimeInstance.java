// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import io.github.elector.examples.resources.Resource;
import io.github.elector.examples.resources.ResourceKey;
import io.github.elector.examples.resources.ResourceKind;
import io.github.elector.examples.resources.ResourceTable;
import io.vertx.core.json.JsonObject;

/**
 * A process, pod or the like that runs an application, whether or not it has registered anywhere.
 *
 * @param key which one
 * @param application what it runs
 * @param ip its address, or empty as long as it has none
 * @param port of its RPC service, 1 to 65535
 * @param phase how far it has come
 * @param details what else its source knows of it: {@code host}, {@code pid}, {@code startedAtMillis} have columns of their
 *     own, and none may be null; not to be changed
 * @param revision of the source since when it is like this; a larger one is newer
 */
public record RuntimeInstance(
        InstanceKey key, String application, String ip, int port, Phase phase, JsonObject details, long revision) {
    /** What its rows are. */
    public static final ResourceKind KIND = new ResourceKind("runtime-instance", ResourceTable.RUNTIME_INSTANCES);

    private static final int LONGEST = 255;

    public RuntimeInstance {
        Texts.checked("application", application, LONGEST);
        if (!ip.isEmpty()) {
            Texts.checked("ip", ip, LONGEST);
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
        // Refuses what no row could hold.
        resource(key, data(application, ip, port, phase, details), revision);
    }

    /** As it is written. */
    public Resource toResource() {
        return resource(key, data(), revision);
    }

    /** All of it but key and revision. */
    public JsonObject data() {
        return data(application, ip, port, phase, details);
    }

    private static Resource resource(InstanceKey key, JsonObject data, long revision) {
        return new Resource(new ResourceKey(KIND, key.mesh(), key.name()), revision, data);
    }

    private static JsonObject data(String application, String ip, int port, Phase phase, JsonObject details) {
        JsonObject data =
                details.copy().put("app", application).put("port", port).put("phase", phase.text());
        return ip.isEmpty() ? data : data.put("ip", ip);
    }
}
