// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.examples.cluster.Cluster;
import io.github.elector.examples.cluster.History;
import io.github.elector.examples.cluster.InputCommands;
import io.github.elector.examples.cluster.ReplicaEvent;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * A nemesis at work on a cluster: one stroke after the other, several at once, until so many leader changes were seen.
 * One replica at least is left alone at any time, or nobody would lead and nothing would change.
 */
final class NemesisRun {
    private static final Duration AIMING = Duration.ofMillis(200);
    // Who was woken has said by then what it has to say about its terms.
    private static final Duration RECOVERY = Duration.ofMillis(500);
    private static final Duration RESIGNED = Duration.ofMillis(50);

    private final Cluster cluster;
    private final History history;
    private final Reports reports;
    private final NemesisTables tables;
    private final Optional<EmbeddedPostgresServer> server;
    private final NemesisPlan plan;
    private final List<String> components;
    private final Duration lease;
    private final Duration patience;
    private final Set<String> disturbed = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<?>> outages = new ArrayList<>();
    private final Map<NemesisFault, Integer> strokes = new EnumMap<>(NemesisFault.class);
    private final List<Pause> pauses = new ArrayList<>();

    NemesisRun(
            Cluster cluster,
            History history,
            Reports reports,
            NemesisTables tables,
            Optional<EmbeddedPostgresServer> server,
            NemesisPlan plan,
            List<String> components,
            Duration lease,
            Duration patience) {
        this.cluster = cluster;
        this.history = history;
        this.reports = reports;
        this.tables = tables;
        this.server = server;
        this.plan = plan;
        this.components = components;
        this.lease = lease;
        this.patience = patience;
    }

    /**
     * Runs until there were this many leader changes, but for no longer than {@code most}; then heals everything, waits
     * until each component has a leader, and stops all replicas. {@code told} hears of each stroke and whom it hit.
     *
     * @return from the last effect of the last stroke until each component had a leader, in milliseconds
     * @throws IllegalStateException if it cannot go on: a replica ended by itself, or nobody leads for far too long
     */
    double run(int changes, Duration most, BiConsumer<NemesisFault, String> told) {
        cluster.nodes().forEach(cluster::start);
        awaitLeaders();
        long until = System.nanoTime() + most.toNanos();
        while (changes() < changes && System.nanoTime() - until < 0) {
            NemesisPlan.Stroke stroke = plan.next();
            strike(stroke).ifPresent(whom -> {
                strokes.merge(stroke.fault(), 1, Integer::sum);
                told.accept(stroke.fault(), whom);
            });
            pause(nanos(stroke.pauseLeases()));
            cluster.check();
        }
        join(outages);
        long healedNanos = System.nanoTime();
        awaitLeaders();
        double millis = (System.nanoTime() - healedNanos) / 1e6;
        join(List.of(cluster.terminateAll()));
        return millis;
    }

    /** How many times each was done. */
    Map<NemesisFault, Integer> strokes() {
        return Map.copyOf(strokes);
    }

    /** All of them; once it has ended. */
    List<Pause> pauses() {
        synchronized (pauses) {
            return List.copyOf(pauses);
        }
    }

    /** How many elected followed the first of each component. */
    int changes() {
        return (int) history.count("elected") - components.size();
    }

    private Optional<String> strike(NemesisPlan.Stroke stroke) {
        NemesisFault fault = stroke.fault();
        if (fault == NemesisFault.CONNECTION) {
            return tables.endConnection() ? Optional.of("the database") : Optional.empty();
        }
        if (fault.needsServer()) {
            strikeServer(fault, nanos(stroke.pauseLeases()));
            return Optional.of("the database");
        }
        if (fault == NemesisFault.RESIGN) {
            return resign(stroke);
        }
        Optional<String> node = chosen(stroke);
        node.ifPresent(hit -> {
            disturbed.add(hit);
            outages.removeIf(CompletableFuture::isDone);
            outages.add(strikeReplica(fault, hit, nanos(stroke.leases())).thenAccept(over -> disturbed.remove(hit)));
        });
        return node;
    }

    private CompletableFuture<?> strikeReplica(NemesisFault fault, String node, long nanos) {
        TcpProxy line = cluster.line(node);
        return switch (fault) {
            case PAUSE -> freeze(node, nanos);
            case KILL -> {
                cluster.replica(node).kill();
                yield startedAgain(node);
            }
            case TERMINATE -> {
                cluster.replica(node).terminate();
                yield startedAgain(node);
            }
            case CUT -> cut(line, line::pause, nanos);
            case CUT_TO_SERVER -> cut(line, line::pauseToServer, nanos);
            case CUT_TO_REPLICA -> cut(line, line::pauseToClient, nanos);
            case RESET -> {
                line.reset();
                yield after(RECOVERY.toNanos());
            }
            default -> throw new IllegalStateException(fault + " is not done to a replica");
        };
    }

    /** In the middle of a write that nothing but the term guards, if it leads. */
    private CompletableFuture<?> freeze(String node, long nanos) {
        if (leads(node)) {
            reports.awaitUnfenced(node, AIMING);
        }
        long startNanos = System.nanoTime();
        return cluster.replica(node).freeze(Duration.ofNanos(nanos)).thenCompose(woken -> {
            synchronized (pauses) {
                pauses.add(new Pause(node, startNanos, System.nanoTime()));
            }
            return after(RECOVERY.toNanos());
        });
    }

    private static CompletableFuture<?> cut(TcpProxy line, Runnable cutting, long nanos) {
        cutting.run();
        return after(nanos).thenRun(line::resume);
    }

    private CompletableFuture<?> startedAgain(String node) {
        return cluster.ended(node).thenCompose(gone -> {
            long sinceNanos = System.nanoTime();
            cluster.start(node);
            return CompletableFuture.runAsync(
                    () -> history.await(patience, seen -> seen.hasSince(sinceNanos, node, ReplicaEvent.STARTED)));
        });
    }

    private void strikeServer(NemesisFault fault, long awayNanos) {
        EmbeddedPostgresServer own = server.orElseThrow();
        if (fault == NemesisFault.RESTART) {
            own.stop();
        } else {
            own.kill();
        }
        pause(awayNanos);
        own.start();
    }

    private Optional<String> resign(NemesisPlan.Stroke stroke) {
        List<ReplicaEvent> leaders = leaders();
        if (leaders.isEmpty()) {
            return Optional.empty();
        }
        ReplicaEvent leader = leaders.get(stroke.pick() % leaders.size());
        cluster.replica(leader.node()).command(InputCommands.resign(leader.component(), RESIGNED));
        return Optional.of(leader.node());
    }

    /** Somebody who may be hit, so that one is left alone. */
    private Optional<String> chosen(NemesisPlan.Stroke stroke) {
        List<String> calm = cluster.nodes().stream()
                .filter(node -> !disturbed.contains(node))
                .toList();
        if (calm.size() < 2) {
            return Optional.empty();
        }
        List<String> leading = calm.stream().filter(this::leads).toList();
        List<String> among = stroke.atLeader() && !leading.isEmpty() ? leading : calm;
        return Optional.of(among.get(stroke.pick() % among.size()));
    }

    private boolean leads(String node) {
        return leaders().stream().anyMatch(leader -> leader.node().equals(node));
    }

    /** Who leads, of those who may be asked for something. */
    private List<ReplicaEvent> leaders() {
        return components.stream()
                .flatMap(component -> history.leader(component).stream())
                .filter(leader -> !disturbed.contains(leader.node()))
                .toList();
    }

    private void awaitLeaders() {
        cluster.waitUntil(
                "each component has a leader",
                patience,
                seen -> components.stream()
                        .allMatch(component -> seen.leader(component).isPresent()));
    }

    private void join(List<? extends CompletableFuture<?>> all) {
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .orTimeout(patience.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private long nanos(double leases) {
        return (long) (leases * lease.toNanos());
    }

    private static CompletableFuture<Void> after(long nanos) {
        return new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
    }

    private static void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
