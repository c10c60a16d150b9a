// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.scenarios.Leading;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
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
 * @param ours nothing if this run cannot tell
 * @param floors the same of {@link Peer#FLOOR}
 * @param failed whether ours did not get to the end of what was to be measured
 */
record Target(String wanted, double limit, Optional<Spread> ours, Optional<Spread> floors, boolean failed) {
    /** Both send one each ten seconds, and each sees to that by timers of its own. */
    private static final double TIMERS = 1.01;

    private static final int MOST = 10_000;
    private static final String WHOLE = "cpuMillisPerSecond";
    private static final String CLIENT = "clientMillisPerSecond";

    /** One the floor has nothing to say of. */
    private Target(String wanted, double limit, Optional<Spread> ours) {
        this(wanted, limit, ours, Optional.empty(), false);
    }

    /** One of a metric, by what somebody else has of it. */
    private Target(String wanted, double limit, Function<Peer, Optional<Spread>> metric, Optional<Spread> theirs) {
        this(wanted, limit, ratio(metric.apply(Peer.ELECTOR), theirs), ratio(metric.apply(Peer.FLOOR), theirs), false);
    }

    /** The same; it fails if ours failed there. */
    private Target unless(boolean ourFailure) {
        return new Target(wanted, limit, ours, floors, ourFailure);
    }

    OptionalDouble value() {
        return Spread.middle(ours);
    }

    OptionalDouble floor() {
        return Spread.middle(floors);
    }

    /** What whoever reads a report sees. */
    String verdict() {
        if (failed) {
            return "failed";
        }
        return ours.map(this::verdict).orElse("not measured");
    }

    private String verdict(Spread measured) {
        return (measured.middle() <= limit ? "holds" : "does not hold")
                + (measured.isOnBothSidesOf(limit) ? ", within the spread" : "");
    }

    JsonObject toJson() {
        JsonObject json =
                new JsonObject().put("wanted", wanted).put("limit", limit).put("verdict", verdict());
        ours.ifPresent(measured -> measured.writeTo(json, "value"));
        floors.ifPresent(measured -> measured.writeTo(json, "floor"));
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
                                figures.median("clean-handover", "statements", Peer.ELECTOR))),
                new Target(
                        "the same by the two statements that would do, the NOTIFY in the release",
                        3,
                        ratio(
                                handover(figures, Peer.ELECTOR),
                                figures.median("clean-handover", "statementsInTwo", Peer.ELECTOR))),
                new Target(
                        "clean handover, median, by Curator's: at most 1",
                        1,
                        peer -> handover(figures, peer),
                        handover(figures, Peer.CURATOR)),
                new Target(
                        "processor time of a turn of an event loop while the machine kept its pace, p99.9: at most 1 ms",
                        1,
                        exactly(figures.of("event-loop", Peer.ELECTOR)
                                .filter(loop -> loop.getInteger("handovers", 0) > 0)
                                .map(any -> figures.latency("event-loop", "usualPace", Peer.ELECTOR, "p99.9"))
                                .orElse(OptionalDouble.empty()))),
                new Target(
                                "takeover after kill -9, from the last heartbeat, median: at most the lease and 150 ms (here: beyond"
                                        + " the lease)",
                                150,
                                figures.beyondLease(Peer.ELECTOR))
                        .unless(figures.failed("takeover", Peer.ELECTOR)),
                new Target(
                                "belief in an old leadership after SIGSTOP, longest: 0 ms",
                                0,
                                exactly(figures.latency("takeover", "belief", Peer.ELECTOR, "max")))
                        .unless(figures.failed("takeover", Peer.ELECTOR)),
                new Target(
                                "two leaders at a time behind a cut link, longest: 0 ms",
                                0,
                                exactly(figures.latency("takeover", "overlap", Peer.ELECTOR, "max")))
                        .unless(figures.failed("takeover", Peer.ELECTOR)),
                new Target(
                        "statements per second with the most components, by those with one: at most 1 (and 1 %, for how"
                                + " exactly timers go off)",
                        TIMERS,
                        ratio(
                                largest.flatMap(size -> asked(figures, Peer.ELECTOR, size)),
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
                        peer -> figures.cost(peer, 1_000, WHOLE),
                        bestSql(peer -> figures.cost(peer, 1_000, WHOLE))),
                new Target(
                        "processor time of the whole process with 1,000 components, by Curator's: at most 1",
                        1,
                        peer -> figures.cost(peer, 1_000, WHOLE),
                        figures.cost(Peer.CURATOR, 1_000, WHOLE)),
                new Target(
                        "processor time of the client's threads with 1,000 components, by the best SQL peer's: at most 1/20",
                        1 / 20.0,
                        peer -> figures.cost(peer, 1_000, CLIENT),
                        bestSql(peer -> figures.cost(peer, 1_000, CLIENT))),
                new Target(
                        "processor time of the client's threads with 1,000 components, by Curator's: at most 1",
                        1,
                        peer -> figures.cost(peer, 1_000, CLIENT),
                        figures.cost(Peer.CURATOR, 1_000, CLIENT)),
                new Target(
                        "the same once its code is compiled, by the best SQL peer's: at most 1/20",
                        1 / 20.0,
                        peer -> figures.costOnceCompiled(peer, 1_000, CLIENT),
                        bestSql(peer -> figures.costOnceCompiled(peer, 1_000, CLIENT))),
                new Target(
                        "the same once its code is compiled, by Curator's: at most 1",
                        1,
                        peer -> figures.costOnceCompiled(peer, 1_000, CLIENT),
                        figures.costOnceCompiled(Peer.CURATOR, 1_000, CLIENT)),
                new Target(
                                "time until 10,000 components are elected in a fresh process, by the fastest peer's: at most 1/5"
                                        + unelected(Leading.PATIENCE),
                                1 / 5.0,
                                peer -> figures.election(peer, MOST),
                                fastest(figures, "failure", Leading.PATIENCE, peer -> figures.election(peer, MOST)))
                        .unless(figures.many(Peer.ELECTOR, MOST)
                                .filter(size -> size.containsKey("failure"))
                                .isPresent()),
                new Target(
                                "time until 10,000 components are elected again in the same process, by the fastest peer's: at most"
                                        + " 1/5" + unelected(Leading.PATIENCE_AGAIN),
                                1 / 5.0,
                                peer -> figures.electionAgain(peer, MOST),
                                fastest(
                                        figures,
                                        "failureAgain",
                                        Leading.PATIENCE_AGAIN,
                                        peer -> figures.electionAgain(peer, MOST)))
                        .unless(figures.many(Peer.ELECTOR, MOST)
                                .filter(size -> size.containsKey("failureAgain"))
                                .isPresent()));
    }

    private static Optional<Spread> exactly(OptionalDouble value) {
        return value.isPresent() ? Optional.of(Spread.exactly(value.getAsDouble())) : Optional.empty();
    }

    private static Optional<Spread> handover(Figures figures, Peer peer) {
        return figures.median("clean-handover", "", peer);
    }

    private static String unelected(Duration patience) {
        return " (who does not elect them in " + patience.toSeconds() + " s counts with that)";
    }

    private static Optional<Spread> fastest(
            Figures figures, String failure, Duration patience, Function<Peer, Optional<Spread>> elected) {
        return best(
                others(peer -> true),
                peer -> figures.many(peer, MOST)
                                .filter(size -> size.containsKey(failure))
                                .isPresent()
                        ? Optional.of(Spread.exactly((double) patience.toMillis()))
                        : elected.apply(peer));
    }

    private static Optional<Spread> asked(Figures figures, Peer peer, int components) {
        return exactly(figures.manyCost(peer, components, "askedPerSecond"));
    }

    private static Optional<Spread> bestSql(Function<Peer, Optional<Spread>> metric) {
        return best(others(Peer::onSql), metric);
    }

    private static List<Peer> others(Predicate<Peer> which) {
        return Peer.contenders().stream()
                .filter(peer -> peer != Peer.ELECTOR && which.test(peer))
                .toList();
    }

    /** Nothing if one of them was not measured: nobody knows then who is the best. */
    private static Optional<Spread> best(List<Peer> peers, Function<Peer, Optional<Spread>> metric) {
        List<Optional<Spread>> all = peers.stream().map(metric).toList();
        return all.stream().allMatch(Optional::isPresent)
                ? all.stream().flatMap(Optional::stream).min(Comparator.comparingDouble(Spread::middle))
                : Optional.empty();
    }

    /** Nothing where ours is less than nothing: other event loops of its process took more than its own. */
    private static Optional<Spread> ratio(Optional<Spread> ours, Optional<Spread> theirs) {
        return ours.filter(one -> one.middle() >= 0)
                .flatMap(one -> theirs.filter(other -> other.middle() > 0).map(one::by));
    }
}
