// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import io.github.elector.Elector;
import io.github.elector.metrics.ElectorMetrics;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.metrics.MeasuredHost;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Measures electors with Micrometer. All meters of a replica are there as soon as it campaigns, with zeros, so that what
 * never happened is not taken for what is not measured; those of a component go when it is given up.
 *
 * <p>Tags are bounded by the configuration: the replica's name, the names of what it campaigns for, and words of fixed
 * lists. One of these may be given to several Vertx; electors of one name in them then count together. Two with one
 * registry and equal tags may not: each would take the other's meters away. Give electors on several stores that
 * campaign for equal names an extra tag each.
 */
// Not transitive: who is a module and does not have it could not be compiled.
@SuppressWarnings("exports")
public final class ElectorMeters implements ElectorMetrics {
    /** Those of {@link #bind}, for as long as a Vertx has them. */
    private static final Map<MeterRegistry, WeakReference<ElectorMeters>> BOUND = new WeakHashMap<>();

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, NodeMeters> nodes = new HashMap<>();

    /** In this registry. */
    public ElectorMeters(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /** The same, with more tags on every meter. */
    public ElectorMeters(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = registry;
        this.tags = Tags.of(tags);
    }

    /**
     * Measures the electors that are started on this Vertx from now on. Several Vertx that are bound to one registry
     * share what is returned, so that what one of them gives up is not taken from the others.
     *
     * @throws IllegalStateException if electors run on it already
     */
    public static ElectorMeters bind(Vertx vertx, MeterRegistry registry) {
        ElectorMeters meters = boundTo(registry);
        Elector.measure(vertx, meters);
        return meters;
    }

    private static ElectorMeters boundTo(MeterRegistry registry) {
        synchronized (BOUND) {
            WeakReference<ElectorMeters> known = BOUND.get(registry);
            ElectorMeters meters = known == null ? null : known.get();
            if (meters == null) {
                meters = new ElectorMeters(registry);
                BOUND.put(registry, new WeakReference<>(meters));
            }
            return meters;
        }
    }

    @Override
    public synchronized HostMetrics begin(MeasuredHost host) {
        NodeMeters node = nodes.computeIfAbsent(host.node(), name -> new NodeMeters(registry, tags.and("node", name)));
        node.add(host);
        return new HostMeters(node, host.campaigns(), () -> end(host));
    }

    private synchronized void end(MeasuredHost host) {
        NodeMeters node = nodes.get(host.node());
        if (node != null && node.remove(host)) {
            nodes.remove(host.node());
        }
    }
}
