// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.Cluster;
import io.github.elector.examples.cluster.History;
import io.github.elector.examples.cluster.ReplicaEvent;
import io.github.elector.examples.cluster.TermSpan;
import io.github.elector.examples.database.DemoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Three replicas lead two components, and lose them in four ways, one after the other. */
final class Demonstration {
    private static final Duration BEYOND_LEASE = Duration.ofSeconds(2);
    private static final Duration CALM = Duration.ofSeconds(1);

    private final DemoDatabase database;
    private final Cluster cluster;
    private final History history;
    private final Narrator narrator;
    private final List<String> components;
    private final Duration allowed;
    private final Duration patience;
    private final List<Takeover> takeovers = new ArrayList<>();

    Demonstration(
            DemoDatabase database,
            Cluster cluster,
            History history,
            Narrator narrator,
            List<String> components,
            TimesOption times) {
        this.database = database;
        this.cluster = cluster;
        this.history = history;
        this.narrator = narrator;
        this.components = components;
        this.allowed = times.lease().plus(BEYOND_LEASE);
        this.patience = times.patience();
    }

    /**
     * Runs it to its end.
     *
     * @throws IllegalStateException if it cannot go on: a replica ended by itself, or nobody leads for far too long
     */
    Verdict run() {
        long firstRow = database.lastRow();
        cluster.nodes().forEach(cluster::start);
        waitUntil(
                "each component has a leader",
                ledBy -> components.stream()
                        .allMatch(component -> ledBy.leader(component).isPresent()));
        waitUntil("each replica has looked", seen -> cluster.nodes().stream().allMatch(node -> takesPart(node)));

        waitCalmly();
        for (Loss loss : Loss.values()) {
            lose(loss);
            waitCalmly();
        }
        long rows = database.rowsAfter(firstRow);
        long staleRows = database.staleRowsAfter(firstRow);

        narrator.part("All replicas stop.");
        cluster.terminateAll().orTimeout(patience.toSeconds(), TimeUnit.SECONDS).join();
        List<TermSpan> spans = history.spans();
        long campaigning = secondStart();
        double leaderless = components.stream()
                .mapToDouble(component -> Verdict.leaderlessMillis(component, spans, takeovers, campaigning))
                .max()
                .orElse(0);
        return new Verdict(
                takeovers,
                spans.size(),
                TermSpan.pairsThatOverlap(spans),
                rows,
                staleRows,
                leaderless,
                allowed.toMillis());
    }

    private void lose(Loss loss) {
        String node = leaderOf(components.get(0)).node();
        Map<String, ReplicaEvent> led = new LinkedHashMap<>();
        for (String component : components) {
            ReplicaEvent leader = leaderOf(component);
            if (leader.node().equals(node)) {
                led.put(component, leader);
            }
        }
        narrator.loss(loss, node, List.copyOf(led.keySet()));

        long lostNanos = System.nanoTime();
        CompletableFuture<?> outage = loss.inflict(cluster, node, allowed);
        led.forEach((component, leader) -> takeovers.add(takeover(loss, leader, lostNanos)));

        outage.orTimeout(patience.toSeconds(), TimeUnit.SECONDS).join();
        loss.repair(cluster, node);
        waitUntil("replica '" + node + "' takes part again", seen -> takesPart(node));
    }

    private Takeover takeover(Loss loss, ReplicaEvent before, long lostNanos) {
        String component = before.component();
        waitUntil(
                "component '" + component + "' has another leader",
                seen -> isNext(seen.leader(component).orElse(before), before));
        ReplicaEvent next = leaderOf(component);
        OptionalLong heartbeat = loss == Loss.TERMINATE
                ? OptionalLong.empty()
                : database.lastHeartbeatNanos(String.valueOf(before.holder()));
        return new Takeover(loss, component, before.node(), next.node(), lostNanos, heartbeat, next.nanos());
    }

    private static boolean isNext(ReplicaEvent leader, ReplicaEvent before) {
        return leader.termNumber() > before.termNumber();
    }

    private ReplicaEvent leaderOf(String component) {
        return history.leader(component)
                .orElseThrow(
                        () -> new IllegalStateException("component '" + component + "' lost its leader by itself"));
    }

    private boolean takesPart(String node) {
        return components.stream().allMatch(component -> history.takesPart(node, component));
    }

    private long secondStart() {
        return history.events().stream()
                .filter(event ->
                        event.is(ReplicaEvent.STARTED) && event.component().equals(components.get(0)))
                .mapToLong(ReplicaEvent::nanos)
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    /** Long enough to see what came of it, and that nothing comes of it later. */
    private static void waitCalmly() {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, CALM.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void waitUntil(String what, Predicate<History> condition) {
        cluster.waitUntil(what, patience, condition);
    }
}
