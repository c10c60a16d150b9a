// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import io.github.elector.TermWork;
import io.github.elector.examples.engine.kubernetes.KubernetesDriver;
import io.github.elector.examples.engine.source.Driver;
import io.github.elector.examples.engine.source.Settings;
import io.github.elector.examples.engine.vm.VmDriver;
import io.github.elector.examples.resources.ResourceWriter;
import java.time.Duration;
import java.util.Set;

/** What the leader of the component "engine" does: to be passed to {@link io.github.elector.Elector#start}. */
public final class EngineWork {
    private EngineWork() {}

    /**
     * A new {@link EngineVerticle} for every term.
     *
     * @param driver opens a new source for each
     * @param writer of the rows
     * @param stop the stop budget of the elector
     */
    public static TermWork of(Driver driver, ResourceWriter writer, Duration stop) {
        return TermWork.of(term -> new EngineVerticle(term, driver, writer, stop));
    }

    /**
     * The driver in a configuration: {@code {"type":"vm"}}, which is the default, or {@code {"type":"kubernetes"}}, each with
     * {@code "properties":{…}}; see {@link VmDriver#from} and {@link KubernetesDriver#from}. May read files and block for
     * that.
     *
     * @throws IllegalArgumentException if something in it cannot be used; the message names the key and what to do
     */
    public static Driver driver(Settings settings) {
        settings.allowOnly(Set.of("type", "properties"));
        Settings properties = settings.part("properties");
        return switch (settings.text("type").orElse("vm")) {
            case "vm" -> VmDriver.from(properties);
            case "kubernetes" -> KubernetesDriver.from(properties);
            default -> throw new IllegalArgumentException(settings.named("type") + " must be vm or kubernetes");
        };
    }
}
