// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import io.github.elector.examples.engine.source.InstanceKey;
import io.github.elector.examples.engine.source.Phase;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Makes runtime instances of processes that are providers. */
final class Providers {
    private final Markers markers;
    private final String address;

    /** {@code address} is that of the host. */
    Providers(Markers markers, String address) {
        this.markers = markers;
        this.address = address;
    }

    /**
     * The instance that this process is; nothing if it does not say that it is a provider.
     *
     * @param revision since when it is
     * @throws IllegalArgumentException if it says so, and something it says cannot be true or is missing
     */
    Optional<RuntimeInstance> instance(SeenProcess process, long revision) {
        Map<String, String> properties =
                JavaCommand.of(process.command()).map(JavaCommand::properties).orElse(Map.of());
        if (!properties.containsKey(markers.application())) {
            return Optional.empty();
        }
        return Optional.of(new RuntimeInstance(
                new InstanceKey(given(properties, markers.mesh()), name(process.id())),
                properties.get(markers.application()),
                properties.getOrDefault(markers.host(), address),
                port(given(properties, markers.port())),
                Phase.RUNNING,
                new JsonObject()
                        .put("source", "vm")
                        .put("host", address)
                        .put("pid", process.id().pid())
                        .put("start", process.id().start()),
                revision));
    }

    /** Of the two that make a process itself, so every leader on this host gives it the same name. */
    private String name(ProcessId id) {
        return address + "-" + id.pid() + "-" + id.start();
    }

    private int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("-D" + markers.port() + " is no port: give one from 1 to 65535", none);
        }
    }

    private String given(Map<String, String> properties, String name) {
        String value = properties.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "it has -D" + markers.application() + " and no -D" + name + ": start it with both");
        }
        return value;
    }
}
