// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.scenarios.Leading;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What we want to reach, and what a run has of it: a value that may not exceed a limit.
 *
 * @param wanted in words
 * @param limit what the value may be at most
 * @param value nothing if this run cannot tell
 * @param floor the same of {@link Peer#FLOOR}: where it exceeds the limit, no election on Vert.x and this database could hold it
 */
record Target(String wanted, double limit, OptionalDouble value, OptionalDouble floor) {
    /** Both send one each ten seconds, and each sees to that by timers of its own. */
    private static final double TIMERS = 1.01;

    private static final int MOST = 10_000;
    private static final String WHOLE = "cpuMillisPerSecond";
    private static final String CLIENT = "clientMillisPerSecond";
    private static final String UNELECTED =
            " (who does not elect them in " + Leading.PATIENCE.toSeconds() + " s counts with that)";

    /** One the floor has nothing to say of. */
    private Target(String wanted, double limit, OptionalDouble value) {
        this(wanted, limit, value, OptionalDouble.empty());
    }

    /** One of a metric, by what somebody else has of it. */
    private Target(String wanted, double limit, Function<Peer, OptionalDouble> metric, OptionalDouble theirs) {
        this(wanted, limit, ratio(metric.apply(Peer.ELECTOR), theirs), ratio(metric.apply(Peer.FLOOR), theirs));
    }

    /** What whoever reads a report sees. */
    String verdict() {
        if (value.isEmpty()) {
            return "not measured";
        }
        return value.getAsDouble() <= limit ? "holds" : "does not hold";
    }

    JsonObject toJson() {
        JsonObject json =
                new JsonObject().put("wanted", wanted).put("limit", limit).put("verdict", verdict());
        value.ifPresent(measured -> json.put("value", measured));
        floor.ifPresent(measured -> json.put("floor", measured));
        return json;
    }

    /** All that whole elections can show; what statements cost alone is JMH's. */
    static List<Target> of(Figures figures) {
        Optional<Integer> largest =
                figures.components().stream().filter(size -> size > 1).max(Integer::compare);
        return List.of(
                new Target(
                        "clean handover, median, by a release, a NOTIFY and an acquire alone: at most 3",
                        3,
                        ratio(
                                handover(figures, Peer.ELECTOR),
                                figures.latency("clean-handover", "statements", Peer.ELECTOR, "p50"))),
                new Target(
                        "the same by the two statements that would do, the NOTIFY in the release",
                        3,
                        ratio(
                                handover(figures, Peer.ELECTOR),
                                figures.latency("clean-handover", "statementsInTwo", Peer.ELECTOR, "p50"))),
                new Target(
                        "clean handover, median, by Curator's: at most 1",
                        1,
                        peer -> handover(figures, peer),
                        handover(figures, Peer.CURATOR)),
                new Target(
                        "processor time of a turn of an event loop while the machine kept its pace, p99.9: at most 1 ms",
                        1,
                        figures.latency("event-loop", "usualPace", Peer.ELECTOR, "p99.9")),
                new Target(
                        "takeover after kill -9, from the last heartbeat, median: at most the lease and 150 ms (here: beyond"
                                + " the lease)",
                        150,
                        beyondLease(figures)),
                new Target(
                        "belief in an old leadership after SIGSTOP, longest: 0 ms",
                        0,
                        figures.latency("takeover", "belief", Peer.ELECTOR, "max")),
                new Target(
                        "two leaders at a time behind a cut link, longest: 0 ms",
                        0,
                        figures.latency("takeover", "overlap", Peer.ELECTOR, "max")),
                new Target(
                        "statements per second with the most components, by those with one: at most 1 (and 1 %, for how"
                                + " exactly timers go off)",
                        TIMERS,
                        ratio(
                                largest.map(size -> asked(figures, Peer.ELECTOR, size))
                                        .orElse(OptionalDouble.empty()),
                                asked(figures, Peer.ELECTOR, 1))),
                new Target(
                        "statements per second with 1,000 components, by the best SQL peer's: at most 1/500",
                        1 / 500.0,
                        peer -> asked(figures, peer, 1_000),
                        bestSql(peer -> asked(figures, peer, 1_000))),
                new Target(
                        "statements per second with 1,000 components, by Curator's pings: at most 1 (and 1 %, for how exactly"
                                + " timers go off)",
                        TIMERS, peer -> asked(figures, peer, 1_000), asked(figures, Peer.CURATOR, 1_000)),
                new Target(
                        "processor time of the whole process with 1,000 components, by the best SQL peer's: at most 1/20",
                        1 / 20.0,
                        peer -> cost(figures, peer, WHOLE),
                        bestSql(peer -> cost(figures, peer, WHOLE))),
                new Target(
                        "processor time of the whole process with 1,000 components, by Curator's: at most 1",
                        1,
                        peer -> cost(figures, peer, WHOLE),
                        cost(figures, Peer.CURATOR, WHOLE)),
                new Target(
                        "processor time of the client's threads with 1,000 components, by the best SQL peer's: at most 1/20",
                        1 / 20.0,
                        peer -> cost(figures, peer, CLIENT),
                        bestSql(peer -> cost(figures, peer, CLIENT))),
                new Target(
                        "processor time of the client's threads with 1,000 components, by Curator's: at most 1",
                        1,
                        peer -> cost(figures, peer, CLIENT),
                        cost(figures, Peer.CURATOR, CLIENT)),
                new Target(
                        "the same once its code is compiled, by the best SQL peer's: at most 1/20",
                        1 / 20.0,
                        peer -> compiled(figures, peer),
                        bestSql(peer -> compiled(figures, peer))),
                new Target(
                        "the same once its code is compiled, by Curator's: at most 1",
                        1,
                        peer -> compiled(figures, peer),
                        compiled(figures, Peer.CURATOR)),
                new Target(
                        "time until 10,000 components are elected in a fresh process, by the fastest peer's: at most 1/5"
                                + UNELECTED,
                        1 / 5.0,
                        peer -> figures.manyElection(peer, MOST),
                        fastest(figures, "failure", peer -> figures.manyElection(peer, MOST))),
                new Target(
                        "time until 10,000 components are elected again in the same process, by the fastest peer's: at most"
                                + " 1/5" + UNELECTED,
                        1 / 5.0,
                        peer -> figures.manyElectionAgain(peer, MOST),
                        fastest(figures, "failureAgain", peer -> figures.manyElectionAgain(peer, MOST))));
    }

    private static OptionalDouble handover(Figures figures, Peer peer) {
        return figures.latency("clean-handover", "", peer, "p50");
    }

    private static OptionalDouble fastest(Figures figures, String failure, Function<Peer, OptionalDouble> elected) {
        return best(
                others(peer -> true),
                peer -> figures.many(peer, MOST)
                                .filter(size -> size.containsKey(failure))
                                .isPresent()
                        ? OptionalDouble.of((double) Leading.PATIENCE.toMillis())
                        : elected.apply(peer));
    }

    private static OptionalDouble beyondLease(Figures figures) {
        OptionalDouble taken = figures.latency("takeover", "afterHeartbeat", Peer.ELECTOR, "p50");
        return figures.of("takeover", Peer.ELECTOR)
                .filter(any -> taken.isPresent())
                .map(figure -> OptionalDouble.of(taken.orElseThrow() - figure.getLong("leaseMillis")))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble asked(Figures figures, Peer peer, int components) {
        return figures.manyCost(peer, components, "askedPerSecond");
    }

    private static OptionalDouble cost(Figures figures, Peer peer, String cost) {
        return figures.manyCost(peer, 1_000, cost);
    }

    private static OptionalDouble compiled(Figures figures, Peer peer) {
        return figures.compiledCost(peer, 1_000, CLIENT);
    }

    private static OptionalDouble bestSql(Function<Peer, OptionalDouble> metric) {
        return best(others(Peer::onSql), metric);
    }

    private static List<Peer> others(Predicate<Peer> which) {
        return Peer.contenders().stream()
                .filter(peer -> peer != Peer.ELECTOR && which.test(peer))
                .toList();
    }

    /** Nothing if one of them was not measured: nobody knows then who is the best. */
    private static OptionalDouble best(List<Peer> peers, Function<Peer, OptionalDouble> metric) {
        List<OptionalDouble> all = peers.stream().map(metric).toList();
        return all.stream().allMatch(OptionalDouble::isPresent)
                ? all.stream().mapToDouble(OptionalDouble::getAsDouble).min()
                : OptionalDouble.empty();
    }

    /** Nothing where ours is less than nothing: other event loops of its process took more than its own. */
    private static OptionalDouble ratio(OptionalDouble ours, OptionalDouble theirs) {
        return ours.isPresent() && ours.getAsDouble() >= 0 && theirs.isPresent() && theirs.getAsDouble() > 0
                ? OptionalDouble.of(ours.getAsDouble() / theirs.getAsDouble())
                : OptionalDouble.empty();
    }
}
