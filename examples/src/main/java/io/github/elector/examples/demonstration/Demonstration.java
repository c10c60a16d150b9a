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
import java.util.function.ToDoubleFunction;

/**
 * Three replicas lead two components, and lose them in four ways, one after the other, while what these components follow
 * changes.
 */
final class Demonstration {
    private static final Duration BEYOND_LEASE = Duration.ofSeconds(2);
    private static final Duration CALM = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final DemoDatabase database;
    private final Cluster cluster;
    private final History history;
    private final Narrator narrator;
    private final Providers providers;
    private final MeshRows rows;
    private final List<String> components;
    private final Duration allowed;
    private final Duration patience;
    private final List<Takeover> takeovers = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    Demonstration(
            DemoDatabase database,
            Cluster cluster,
            History history,
            Narrator narrator,
            Providers providers,
            MeshRows rows,
            List<String> components,
            TimesOption times) {
        this.database = database;
        this.cluster = cluster;
        this.history = history;
        this.narrator = narrator;
        this.providers = providers;
        this.rows = rows;
        this.components = components;
        this.allowed = times.lease().plus(BEYOND_LEASE);
        this.patience = times.patience();
    }

    /**
     * Runs it to its end.
     *
     * @param stop whether the replicas stop then, or run on
     * @throws IllegalStateException if it cannot go on: a replica ended by itself, or nobody leads for far too long
     */
    Verdict run(boolean stop) {
        long firstRow = database.lastRow();
        providers.begin();
        cluster.nodes().forEach(cluster::start);
        waitUntil(
                "each component has a leader",
                ledBy -> components.stream()
                        .allMatch(component -> ledBy.leader(component).isPresent()));
        waitUntil("each replica has looked", seen -> cluster.nodes().stream().allMatch(node -> takesPart(node)));

        Tables tables = waitForTables();
        pause(CALM);
        for (Loss loss : Loss.values()) {
            lose(loss);
            tables = waitForTables();
            pause(CALM);
        }
        long written = database.rowsAfter(firstRow);
        long staleRows = database.staleRowsAfter(firstRow);
        if (stop) {
            narrator.part("All replicas stop.");
            cluster.terminateAll()
                    .orTimeout(patience.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
        List<TermSpan> spans = history.spans();
        long campaigning = secondStart();
        return new Verdict(
                takeovers,
                spans.size(),
                TermSpan.pairsThatOverlap(spans),
                written,
                staleRows,
                longest(component -> Verdict.firstMillis(component, spans, campaigning)),
                longest(component -> Verdict.leaderlessMillis(component, spans, takeovers)),
                allowed.toMillis(),
                tables,
                List.copyOf(differences));
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
        narrator.provider(providers.next());
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

    private double longest(ToDoubleFunction<String> ofComponent) {
        return components.stream().mapToDouble(ofComponent).max().orElse(0);
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

    /** Waits until the tables say what is; notes in what they do not if that takes too long. */
    private Tables waitForTables() {
        long giveUp = System.nanoTime() + patience.toNanos();
        while (database.lastRow() == 0) {
            checkTime(giveUp, "a leader has created the tables and written");
        }
        while (!providers.haveSettled()) {
            checkTime(giveUp, "the providers that live are registered, and no others");
        }
        Tables tables = read();
        while (!tables.differences().isEmpty() && System.nanoTime() - giveUp < 0) {
            pause(BETWEEN_LOOKS);
            tables = read();
        }
        differences.addAll(tables.differences());
        return tables;
    }

    private void checkTime(long giveUp, String what) {
        cluster.check();
        if (System.nanoTime() - giveUp >= 0) {
            throw new IllegalStateException("waited " + patience.toSeconds() + " s until " + what + ", in vain");
        }
        pause(BETWEEN_LOOKS);
    }

    private Tables read() {
        return new Tables(providers.registered(), rows.registered(), providers.running(), rows.running());
    }

    private static void pause(Duration time) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void waitUntil(String what, Predicate<History> condition) {
        cluster.waitUntil(what, patience, condition);
    }
}
