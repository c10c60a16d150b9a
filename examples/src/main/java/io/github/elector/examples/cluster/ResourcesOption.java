// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.TermWork;
import io.github.elector.examples.discovery.DiscoveryVerticle;
import io.github.elector.examples.discovery.Registry;
import io.github.elector.examples.engine.EngineWork;
import io.github.elector.examples.engine.source.Driver;
import io.github.elector.examples.engine.source.Settings;
import io.github.elector.examples.resources.ResourceWriter;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the components "discovery" and "engine" follow. */
final class ResourcesOption {
    /** The component that follows a registry. */
    private static final String DISCOVERY = "discovery";

    /** The component that follows processes. */
    private static final String ENGINE = "engine";

    @Option(
            names = "--zookeeper",
            paramLabel = "HOST:PORT",
            description = {
                "The leader of 'discovery' keeps tables equal to what this registry has, and",
                "that of 'engine' to what runs; without it they write rows like any other."
            })
    private @Nullable String zookeeper;

    @Option(
            names = "--mesh",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "What the resources of that registry are stored under (${DEFAULT-VALUE}).")
    private String mesh = "default";

    @Option(
            names = "--engine",
            paramLabel = "JSON",
            defaultValue = "{\"type\":\"vm\"}",
            description = {
                "What 'engine' follows: the JVMs of this host (${DEFAULT-VALUE}),",
                "or {\"type\":\"kubernetes\",\"properties\":{…}}."
            })
    private String engine = "{\"type\":\"vm\"}";

    /** Whether there is something to follow. */
    boolean isGiven() {
        return zookeeper != null;
    }

    /**
     * The work of those two components, by their names.
     *
     * @throws IllegalArgumentException if an option cannot be used
     */
    Map<String, TermWork> work(ResourceWriter writer, Duration stop) {
        if (zookeeper == null) {
            return Map.of();
        }
        Registry registry = new Registry(mesh, zookeeper);
        Driver driver = EngineWork.driver(new Settings("--engine", engine()));
        return Map.of(
                DISCOVERY, TermWork.of(term -> new DiscoveryVerticle(term, registry, writer, stop)),
                ENGINE, EngineWork.of(driver, writer, stop));
    }

    private JsonObject engine() {
        try {
            return new JsonObject(engine);
        } catch (DecodeException malformed) {
            throw new IllegalArgumentException("--engine is no JSON object: write it as {\"type\":\"vm\"}", malformed);
        }
    }
}
