// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cli.Percentiles;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.Cluster;
import io.github.elector.examples.cluster.History;
import io.github.elector.examples.cluster.ReplicaEvent;
import io.github.elector.examples.database.DemoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A cluster whose leader is killed with kill -9, again and again, each time counted from its last heartbeat.
 *
 * <p>Which clocks. The next leader says by {@link System#nanoTime()} since when it leads; that is one clock for all
 * processes of one machine, and all replicas run on this one. The last heartbeat is known to the database only, by the
 * database's clock, which is never compared with ours: the database says how long ago it was, the difference of two
 * readings of its clock, and that is taken off the time on ours at which it was asked, the middle of the question. So the
 * database may be on another machine, at any offset. What is left: half of the time the question took, some milliseconds;
 * and a step of the database's clock in the few seconds between the heartbeat and the question, which would falsify that
 * one figure. It is asked after the takeover: a heartbeat may arrive after the death of its sender, none after the next
 * term has begun.
 *
 * <p>Each replica reaches the database through a {@code TcpProxy} in this process, as in the demonstration; its share is
 * measured with the rest.
 */
final class KillRounds {
    /** What it campaigns for. */
    static final String COMPONENT = "elector-demo-takeover";

    private final DemoDatabase database;
    private final Cluster cluster;
    private final History history;
    private final TimesOption times;

    KillRounds(DemoDatabase database, Cluster cluster, History history, TimesOption times) {
        this.database = database;
        this.cluster = cluster;
        this.history = history;
        this.times = times;
    }

    /**
     * Starts the replicas, and kills the leader this many times; {@code told} hears of each takeover.
     *
     * @return from the last heartbeat to the next leader, in milliseconds; the lease is part of it
     * @throws IllegalStateException if it cannot go on: a replica ended by itself, or nobody leads for far too long
     */
    Percentiles run(int kills, Consumer<Takeover> told) {
        cluster.nodes().forEach(cluster::start);
        cluster.nodes().forEach(this::waitUntilItTakesPart);
        List<Double> millis = new ArrayList<>();
        for (int number = 1; number <= kills; number++) {
            pause();
            Takeover takeover = killLeader();
            millis.add(takeover.sinceHeartbeatMillis().orElseThrow());
            told.accept(takeover);
        }
        return Percentiles.of(millis);
    }

    private Takeover killLeader() {
        ReplicaEvent before = leader();
        long killedNanos = System.nanoTime();
        CompletableFuture<?> outage = Loss.KILL.inflict(cluster, before.node(), Duration.ZERO);
        cluster.waitUntil(
                "component '" + COMPONENT + "' has another leader",
                times.patience(),
                seen -> seen.leader(COMPONENT)
                        .filter(leader -> leader.termNumber() > before.termNumber())
                        .isPresent());
        Takeover takeover = takeover(before, killedNanos, leader());

        outage.orTimeout(times.patience().toSeconds(), TimeUnit.SECONDS).join();
        // Only now: a JVM that starts would take its share of the machine while the takeover is measured.
        Loss.KILL.repair(cluster, before.node());
        waitUntilItTakesPart(before.node());
        return takeover;
    }

    private Takeover takeover(ReplicaEvent before, long killedNanos, ReplicaEvent next) {
        if (next.nanos() - killedNanos < 0) {
            throw lostByItself();
        }
        return new Takeover(
                Loss.KILL,
                COMPONENT,
                before.node(),
                next.node(),
                killedNanos,
                database.lastHeartbeatNanos(String.valueOf(before.holder())),
                next.nanos());
    }

    private ReplicaEvent leader() {
        return history.leader(COMPONENT).orElseThrow(KillRounds::lostByItself);
    }

    private static IllegalStateException lostByItself() {
        return new IllegalStateException("component '" + COMPONENT + "' lost its leader before that was killed:"
                + " the machine is too busy to measure, or lease too short");
    }

    private void waitUntilItTakesPart(String node) {
        cluster.waitUntil(
                "replica '" + node + "' takes part", times.patience(), seen -> seen.takesPart(node, COMPONENT));
    }

    /**
     * One to two intervals of heartbeats: a kill falls anywhere between two of them, and not before the first. A session
     * that was opened by a JVM that had just started is seen by others only once it leads, some hundred milliseconds later.
     */
    private void pause() {
        long renew = times.renew().toMillis();
        long millis = renew + ThreadLocalRandom.current().nextLong(renew + 1);
        new CompletableFuture<Void>()
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .join();
    }
}
