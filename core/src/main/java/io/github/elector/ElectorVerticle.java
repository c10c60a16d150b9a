// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.driver.Hosts;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Shown;
import io.github.elector.store.UnknownKeys;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * <p>Everything but {@code components} is an {@link ElectorOptions}. An entry of {@code components} may have options of its
 * own: the times, {@code session}, {@code overrun} and the rest that is not about where and who. With other times it also has
 * a session of its own. Undeploying the verticle closes its electors.
 */
public final class ElectorVerticle extends VerticleBase {
    private static final Set<String> KEYS_OF_A_COMPONENT = Stream.concat(
                    Stream.of("name", "work"), ElectorOptionsJson.OF_A_COMPONENT.stream())
            .collect(Collectors.toUnmodifiableSet());

    private final ElectorOptions options;
    private final Map<String, Entry> components = new LinkedHashMap<>();
    private final boolean fromConfig;
    private final List<Elector> electors = new CopyOnWriteArrayList<>();

    /** What is done while a component is led, and the options of it alone, as JSON. */
    private record Entry(TermWork work, JsonObject own) {}

    /** One that reads its configuration when it is deployed. */
    public ElectorVerticle() {
        options = new ElectorOptions();
        fromConfig = true;
    }

    /**
     * One for components that are named by {@link #elect}: at least one before it is deployed. {@code options} name no
     * component, or one of them.
     */
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
        add(component, new Entry(work, new JsonObject()));
        return this;
    }

    /** The electors that run, in the order of their components. */
    public List<Elector> electors() {
        Map<String, Elector> running = electors.stream()
                .collect(Collectors.toMap(Elector::component, elector -> elector, (earlier, later) -> later));
        return components.keySet().stream()
                .map(running::get)
                .filter(Objects::nonNull)
                .toList();
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
        checkComponents(all.getComponent());
        // Once, and not for each component.
        all.readSecrets();
        List<Future<List<Elector>>> starting = shares(all).stream()
                .map(share -> Hosts.of(vertx)
                        .startAll(share.options(), share.options().storeUri(), share.works()))
                .toList();
        // What has started is closed again where the rest does not start.
        starting.forEach(share -> share.onSuccess(electors::addAll));
        return Future.join(starting).recover(failure -> closeAll().transform(closed -> Future.failedFuture(failure)));
    }

    @Override
    public Future<?> stop() {
        return closeAll();
    }

    private void add(String component, Entry entry) {
        new ComponentName(component);
        if (components.putIfAbsent(component, entry) != null) {
            throw new IllegalArgumentException("component '" + component + "' is named twice: give each its own name");
        }
    }

    /** Components that have the same options; one alone where its session is its own. */
    private record Share(ElectorOptions options, Map<ComponentName, TermWork> works) {}

    private List<Share> shares(ElectorOptions all) {
        List<Share> shares = new ArrayList<>();
        Map<JsonObject, Share> latest = new HashMap<>();
        components.forEach((component, entry) -> {
            Share share = latest.get(entry.own());
            if (share == null || share.options().isOwnSession()) {
                share = new Share(optionsOf(all, component, entry), new LinkedHashMap<>());
                latest.put(entry.own(), share);
                shares.add(share);
            }
            share.works().put(new ComponentName(component), entry.work());
        });
        return shares;
    }

    /** Those of all, but for what the component has of its own; checked before anything is started. */
    private static ElectorOptions optionsOf(ElectorOptions all, String component, Entry entry) {
        ElectorOptions options = new ElectorOptions(all);
        try {
            ElectorOptionsJson.read(entry.own(), options);
            options.setComponent(component).check();
        } catch (IllegalArgumentException unusable) {
            throw entry.own().isEmpty()
                    ? unusable
                    : new IllegalArgumentException(
                            "component '" + component + "' with its own options: " + unusable.getMessage(), unusable);
        }
        return options;
    }

    /** Whoever means one that nobody campaigns for would wait for ever. */
    private void checkComponents(String ofTheOptions) {
        if (components.isEmpty()) {
            throw new IllegalStateException("no component: call elect(…) before it is deployed");
        }
        if (!ofTheOptions.isEmpty() && !components.containsKey(ofTheOptions)) {
            throw new IllegalArgumentException("component '" + Shown.text(ofTheOptions)
                    + (fromConfig
                            ? "' is not elected: give it an entry in components, or leave component out"
                            : "' of the options is not elected: call elect for it before the verticle is deployed, or"
                                    + " leave it out"));
        }
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
            UnknownKeys.warn("key of a component", component, KEYS_OF_A_COMPONENT);
            JsonObject own = component.copy();
            own.fieldNames().retainAll(ElectorOptionsJson.OF_A_COMPONENT);
            add(name, new Entry(workOf(component, new ComponentName(name)), own));
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
