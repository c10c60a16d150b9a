// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Something contenders are compared in; less is better in all of them.
 *
 * @param title for people
 * @param unit for people
 * @param of what it is for a contender; nothing if it was not measured
 */
record Metric(String title, String unit, Function<Peer, OptionalDouble> of) {
    /** All that a run has. */
    static List<Metric> of(Figures figures) {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(
                new Metric("first election, median", "ms", peer -> figures.latency("first-election", "", peer, "p50")));
        metrics.add(new Metric("first election, p95", "ms", peer -> figures.p95("first-election", peer)));
        metrics.add(
                new Metric("clean handover, median", "ms", peer -> figures.latency("clean-handover", "", peer, "p50")));
        metrics.add(new Metric("clean handover, p95", "ms", peer -> figures.p95("clean-handover", peer)));
        metrics.add(new Metric(
                "takeover after kill -9 with the same lease, from the kill, median",
                "ms",
                peer -> lease(figures, peer) == lease(figures, Peer.ELECTOR)
                        ? figures.latency("takeover", "afterKill", peer, "p50")
                        : OptionalDouble.empty()));
        metrics.add(new Metric(
                "takeover after kill -9 beyond the lease, from the last heartbeat, median",
                "ms",
                peer -> Spread.middle(figures.beyondLease(peer))));
        metrics.add(new Metric(
                "belief in an old leadership after SIGSTOP, longest",
                "ms",
                peer -> figures.latency("takeover", "belief", peer, "max")));
        metrics.add(new Metric(
                "two leaders at a time behind a cut link, longest",
                "ms",
                peer -> figures.latency("takeover", "overlap", peer, "max")));
        for (int size : figures.components()) {
            String of = size == 1 ? " with one component" : String.format(Locale.ROOT, " with %,d components", size);
            metrics.add(new Metric(
                    "time until all are elected" + of, "ms", peer -> Spread.middle(figures.election(peer, size))));
            metrics.add(new Metric(
                    "time until all are elected again" + of,
                    "ms",
                    peer -> Spread.middle(figures.electionAgain(peer, size))));
            metrics.add(new Metric("requests" + of, "/s", peer -> figures.manyCost(peer, size, "askedPerSecond")));
            metrics.add(new Metric(
                    "processor time" + of, "ms/s", peer -> figures.manyCost(peer, size, "cpuMillisPerSecond")));
            metrics.add(new Metric(
                    "processor time of the client's threads" + of,
                    "ms/s",
                    peer -> figures.manyCost(peer, size, "clientMillisPerSecond")));
            metrics.add(new Metric(
                    "processor time of the client's threads once compiled" + of,
                    "ms/s",
                    peer -> figures.compiledCost(peer, size, "clientMillisPerSecond")));
            metrics.add(new Metric("heap" + of, "MiB", peer -> figures.manyHeapMib(peer, size)));
            metrics.add(new Metric("threads" + of, "", peer -> figures.manyCost(peer, size, "threads")));
        }
        for (int size : figures.replicas()) {
            metrics.add(new Metric(
                    "requests by " + size + " replicas at rest",
                    "/s",
                    peer -> figures.replicasCost(peer, size, "askedPerSecond")));
            metrics.add(new Metric(
                    "requests in the busiest second of a takeover among " + size + " replicas",
                    "",
                    peer -> figures.replicasCost(peer, size, "busiestSecond")));
        }
        return metrics;
    }

    private static long lease(Figures figures, Peer peer) {
        return figures.of("takeover", peer)
                .map(each -> each.getLong("leaseMillis"))
                .orElse(0L);
    }

    /** Where others are better than we are, in words; each with how much. */
    static List<String> betterPeers(List<Metric> metrics) {
        List<String> sentences = new ArrayList<>();
        for (Metric metric : metrics) {
            OptionalDouble ours = metric.of.apply(Peer.ELECTOR);
            for (Peer peer : Peer.contenders()) {
                OptionalDouble theirs = metric.of.apply(peer);
                if (ours.isPresent() && theirs.isPresent() && theirs.getAsDouble() < ours.getAsDouble()) {
                    String better = Figures.text(theirs.getAsDouble());
                    String worse = Figures.text(ours.getAsDouble());
                    // What reads the same is the same.
                    if (!better.equals(worse)) {
                        sentences.add(peer.title() + " is better in " + metric.title + ": " + better + " against "
                                + worse + " " + metric.unit);
                    }
                }
            }
        }
        return sentences;
    }
}
