// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.lease.ComponentName;
import io.github.elector.store.UnknownKeys;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Electors for any number of components on one store and one session, as a verticle: from code, or by name from JSON
 * alone.
 *
 * <pre>
 * {"store": {"uri": "postgresql://user@host:5432/database"}, "node": "replica-1", "lease": 30000,
 *  "components": [
 *    {"name": "billing", "work": [{"verticle": "com.acme.BillingVerticle", "options": {}}]}]}
 * </pre>
 *
 * <p>Everything but {@code components} is an {@link ElectorOptions}. Undeploying it closes its electors.
 */
public final class ElectorVerticle extends VerticleBase {
    private final ElectorOptions options;
    private final Map<String, TermWork> components = new LinkedHashMap<>();
    private final boolean fromConfig;
    private final List<Elector> electors = new CopyOnWriteArrayList<>();

    /** One that reads its configuration when it is deployed. */
    public ElectorVerticle() {
        options = new ElectorOptions();
        fromConfig = true;
    }

    /** One for components that are named by {@link #elect}; the component of {@code options} is not used. */
    public ElectorVerticle(ElectorOptions options) {
        this.options = new ElectorOptions(options);
        fromConfig = false;
    }

    /**
     * Campaigns for this component too, once it is deployed.
     *
     * @throws IllegalArgumentException if this is no name, or that of another
     */
    public ElectorVerticle elect(String component, TermWork work) {
        new ComponentName(component);
        if (components.putIfAbsent(component, work) != null) {
            throw new IllegalArgumentException("component '" + component + "' is named twice: give each its own name");
        }
        return this;
    }

    /** The electors that run, in the order of their components. */
    public List<Elector> electors() {
        return List.copyOf(electors);
    }

    /** How they are; see {@link Elector#health}. Any thread. */
    public Future<Health> health() {
        return Future.all(electors.stream().map(Elector::health).toList())
                .map(answered -> new Health(answered.<Health>list().stream()
                        .flatMap(health -> health.components().stream())
                        .toList()));
    }

    @Override
    public Future<?> start() {
        ElectorOptions all = fromConfig ? readConfig(config()) : new ElectorOptions(options);
        // Once, and not for each component.
        all.readSecrets();
        Future<Void> started = Future.succeededFuture();
        for (Map.Entry<String, TermWork> component : components.entrySet()) {
            started = started.compose(before -> startOne(all, component.getKey(), component.getValue()));
        }
        return started.recover(failure -> closeAll().transform(closed -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        return closeAll();
    }

    private Future<Void> startOne(ElectorOptions all, String component, TermWork work) {
        return Elector.start(vertx, new ElectorOptions(all).setComponent(component), work)
                .onSuccess(electors::add)
                .mapEmpty();
    }

    private Future<Void> closeAll() {
        return Future.join(electors.stream().map(Elector::close).toList()).mapEmpty();
    }

    private ElectorOptions readConfig(JsonObject config) {
        if (!(config.getValue("components") instanceof JsonArray named) || named.isEmpty()) {
            throw new IllegalArgumentException(
                    "components must be an array with at least one entry: [{\"name\":\"billing\",\"work\":[{\"verticle\":\"com.acme.Billing\"}]}]");
        }
        for (Object entry : named) {
            if (!(entry instanceof JsonObject component) || !(component.getValue("name") instanceof String name)) {
                throw new IllegalArgumentException(
                        "an entry of components must be an object with a name: {\"name\":\"billing\"}");
            }
            UnknownKeys.warn("key of a component", component, Set.of("name", "work"));
            elect(name, workOf(component, new ComponentName(name)));
        }
        Map<String, Object> rest = new LinkedHashMap<>(config.getMap());
        rest.remove("components");
        return new ElectorOptions(new JsonObject(rest));
    }

    private static TermWork workOf(JsonObject component, ComponentName name) {
        if (!component.containsKey("work")) {
            return TermWork.none();
        }
        if (!(component.getValue("work") instanceof JsonArray work)) {
            throw new IllegalArgumentException(
                    "work of component '" + name + "' must be an array: [{\"verticle\":\"com.acme.Billing\"}]");
        }
        return TermWork.fromJson(work);
    }
}
