// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.handover;

import io.github.elector.examples.cli.Figures;
import io.github.elector.examples.cli.Percentiles;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.History;
import io.github.elector.examples.cluster.InputCommands;
import io.github.elector.examples.cluster.Replica;
import io.github.elector.examples.cluster.ReplicaEvent;
import io.github.elector.examples.cluster.ReplicaProcess;
import io.github.elector.examples.database.DatabaseUri;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Two replicas that hand one component to each other. */
final class HandoverRounds implements AutoCloseable {
    private static final String COMPONENT = "elector-demo-handover";
    private static final int WARM_UP = 10;
    private static final long MOST_SECONDS_TO_END = 20;
    // Who resigned stays out for longer than a handover takes, and for less than any pause: it is there for the next.
    private static final Duration STAY_OUT = Duration.ofMillis(100);
    private static final int SHORTEST_PAUSE_MILLIS = 110;
    private static final int LONGEST_PAUSE_MILLIS = 160;

    private final History history = new History();
    private final List<ReplicaProcess> replicas = new ArrayList<>();
    private final Duration patience;

    /**
     * One handover.
     *
     * @param number from 1
     * @param from who resigned
     * @param to who leads now
     * @param requestedNanos when the request arrived at the leader
     * @param revokedNanos until when its term was valid
     * @param electedNanos since when the term of the other is
     */
    record Round(int number, String from, String to, long requestedNanos, long revokedNanos, long electedNanos) {
        double millis() {
            return (electedNanos - requestedNanos) / 1e6;
        }

        JsonObject toJson() {
            return new JsonObject()
                    .put("round", number)
                    .put("from", from)
                    .put("to", to)
                    .put("millis", Figures.rounded(millis()))
                    .put("endingMillis", Figures.rounded((revokedNanos - requestedNanos) / 1e6));
        }
    }

    /** Starts both. */
    HandoverRounds(DatabaseUri database, TimesOption times, ReplicaJvm jvm) {
        patience = times.patience();
        List<String> command = new ArrayList<>(Replica.ATTACHED);
        command.addAll(times.arguments());
        command.addAll(List.of("--component", COMPONENT, "--no-rows"));
        for (String node : List.of("alpha", "beta")) {
            replicas.add(ReplicaProcess.start(
                    node, database, jvm.options(), command, line -> history.add(ReplicaEvent.from(line))));
        }
    }

    /** Hands over this many times, after the rounds to warm up; {@code told} hears of each that counts. */
    Percentiles run(int rounds, Consumer<Round> told) {
        waitUntil("a first leader", seen -> seen.leader(COMPONENT).isPresent());
        waitUntil(
                "a standby",
                seen -> seen.first(Long.MIN_VALUE / 2, event -> event.is("leader-changed") && event.holder() != null)
                        .isPresent());
        String leader = history.leader(COMPONENT).orElseThrow().node();
        List<Double> millis = new ArrayList<>();
        for (int number = 1 - WARM_UP; number <= rounds; number++) {
            pause();
            Round round = handOver(number, leader);
            leader = round.to();
            if (number > 0) {
                millis.add(round.millis());
                told.accept(round);
            }
        }
        return Percentiles.of(millis);
    }

    @Override
    public void close() {
        replicas.forEach(ReplicaProcess::terminate);
        CompletableFuture.allOf(replicas.stream().map(ReplicaProcess::ended).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, MOST_SECONDS_TO_END, TimeUnit.SECONDS)
                .join();
        replicas.forEach(ReplicaProcess::kill);
    }

    private Round handOver(int number, String leader) {
        // What is kept is searched at every event, by a process that shares the machine with the two that are measured.
        history.clear();
        long since = System.nanoTime();
        replicas.stream()
                .filter(replica -> replica.node().equals(leader))
                .forEach(replica -> replica.command(InputCommands.resign(COMPONENT, STAY_OUT)));
        // What two processes say is read by two threads, so the other's elected may be known before our revoked.
        waitUntil(
                "the other to lead",
                seen -> isSaid(seen, since, ReplicaEvent.RESIGNING)
                        && isSaid(seen, since, "revoked")
                        && isSaid(seen, since, "elected"));
        ReplicaEvent elected = first(since, "elected");
        return new Round(
                number,
                leader,
                elected.node(),
                first(since, ReplicaEvent.RESIGNING).nanos(),
                first(since, "revoked").nanos(),
                elected.nanos());
    }

    private static boolean isSaid(History seen, long sinceNanos, String event) {
        return seen.first(sinceNanos, any -> any.is(event)).isPresent();
    }

    private ReplicaEvent first(long sinceNanos, String event) {
        return history.first(sinceNanos, any -> any.is(event)).orElseThrow();
    }

    /** Of another length each time, so that rounds do not keep step with heartbeats. */
    private static void pause() {
        long millis = ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        new CompletableFuture<Void>()
                .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
                .join();
    }

    private void waitUntil(String what, Predicate<History> condition) {
        if (!history.await(patience, condition)) {
            throw new IllegalStateException("waited " + patience.toSeconds() + " s for " + what + ", in vain\n"
                    + String.join(
                            "\n", replicas.stream().map(ReplicaProcess::lastLog).toList()));
        }
    }
}
