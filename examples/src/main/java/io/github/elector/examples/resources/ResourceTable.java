// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A table of resources, which one component writes and everybody reads. */
public enum ResourceTable {
    /** Instances as they registered themselves. Written by Discovery. */
    RPC_INSTANCES("rpc_instances"),

    /** Instances as they run. Written by Engine. */
    RUNTIME_INSTANCES("runtime_instances"),

    /** What else a registry holds: mappings, metadata, configuration, providers by interface. Written by Discovery. */
    REGISTRY_RESOURCES("registry_resources");

    private static final int LONGEST_TEXT = 255;
    private static final int LAST_PORT = 65_535;

    private final String table;

    ResourceTable(String table) {
        this.table = table;
    }

    /** Its name in SQL. */
    public String table() {
        return table;
    }

    /**
     * Refuses JSON whose fields do not fit the columns that the database makes of them: one such row would fail the
     * whole transaction. A field may be absent, but not null.
     *
     * @throws IllegalArgumentException which names the field
     */
    void check(JsonObject data) {
        for (String field : texts()) {
            if (data.containsKey(field) && !isText(data.getValue(field))) {
                throw new IllegalArgumentException(
                        "field '" + field + "' must be text of at most " + LONGEST_TEXT + " bytes, or absent");
            }
        }
        for (String field : numbers()) {
            if (data.containsKey(field)
                    && !(data.getValue(field) instanceof Long || data.getValue(field) instanceof Integer)) {
                throw new IllegalArgumentException("field '" + field + "' must be a whole number, or absent");
            }
        }
        if (data.containsKey("port")
                && !(data.getValue("port") instanceof Integer port && port > 0 && port <= LAST_PORT)) {
            throw new IllegalArgumentException("field 'port' must be a number from 1 to " + LAST_PORT + ", or absent");
        }
    }

    /** The fields that are columns of text; all have a port besides. */
    private List<String> texts() {
        return switch (this) {
            case RPC_INSTANCES -> List.of("app", "ip", "protocol", "release");
            case RUNTIME_INSTANCES -> List.of("app", "ip", "host", "phase");
            case REGISTRY_RESOURCES -> List.of("app", "ip");
        };
    }

    /** The fields that are columns of whole numbers. */
    private List<String> numbers() {
        return switch (this) {
            case RPC_INSTANCES -> List.of("registeredAtMillis");
            case RUNTIME_INSTANCES -> List.of("pid", "startedAtMillis");
            case REGISTRY_RESOURCES -> List.of();
        };
    }

    private static boolean isText(Object value) {
        return value instanceof String text && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_TEXT;
    }
}
