// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** From a leader that gives up to the other process that leads, which stands by; then the other way round. */
public final class CleanHandover implements Scenario {
    // Short, as cold code takes several times as long: some thousand handovers are wanted.
    private static final long WARM_UP_PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final long TOLD_PAUSE_NANOS = Duration.ofMillis(400).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // Long enough for a standby to have seen who leads.
    private static final long SETTLE_NANOS = Duration.ofMillis(200).toNanos();

    private final int rounds;
    private final Duration warmUp;
    private final SplittableRandom random = new SplittableRandom(7);

    /** One of so many rounds, after all have handed over for {@code warmUp}. */
    public CleanHandover(int rounds, Duration warmUp) {
        this.rounds = rounds;
        this.warmUp = warmUp;
    }

    @Override
    public String key() {
        return "clean-handover";
    }

    @Override
    public String what() {
        return "Two processes, one component: from the moment the leader begins to give up to the moment the other is told to"
                + " lead. The pause before each is random, up to the time between two questions of who waits ("
                + Duration.ofNanos(TOLD_PAUSE_NANOS).toMillis()
                + " ms for those who are told), so that nobody's rhythm decides; who only asks, and waits for seconds, does so while the others take turns. All hand over"
                + " to and fro for " + warmUp.toSeconds()
                + " s, as fast as they can, before anything counts, since code that has never run takes several"
                + " times as long; then they take turns. warmUp is how many handovers that were. The floor has its turn in each round too, since what a commit"
                + " takes changes from minute to minute: as a contender, and its statements alone in a warm process, once a release, which waits for no disk as ours does, a NOTIFY and an acquire, each when the one before is done, and once with the NOTIFY in the release. Rounds in which the machine was as fast as"
                + " usual, by a small work done each 2 ms, are told apart as well.";
    }

    @Override
    public JsonObject run(Field field) {
        Map<Peer, Pair> pairs = new EnumMap<>(Peer.class);
        Latencies statements = new Latencies();
        Latencies statementsInTwo = new Latencies();
        Latencies statementsWarmUp = new Latencies();
        try (Ground ground = new Ground(field.servers().of(Peer.ELECTOR))) {
            for (Peer peer : field.peersAndFloor()) {
                pairs.put(peer, new Pair(peer, field, random.split()));
            }
            pairs.values().forEach(Pair::open);
            List<Runnable> all = new ArrayList<>();
            pairs.values().forEach(pair -> all.add(pair::warmUp));
            all.add(() -> {
                statementsWarmUp.record(ground.handOver());
                ground.handOverInTwo();
            });
            warmUp(all);
            Pace pace = takeTurns(
                    pairs.values(),
                    List.of(
                            () -> statements.record(ground.handOver()),
                            () -> statementsInTwo.record(ground.handOverInTwo())));
            JsonObject json = new JsonObject();
            pairs.forEach((peer, pair) -> json.put(peer.key(), pair.toJson(pace)));
            if (json.containsKey(Peer.ELECTOR.key())) {
                json.getJsonObject(Peer.ELECTOR.key())
                        .put("statements", statements.toJson().put("warmUp", statementsWarmUp.rounds()))
                        .put("statementsInTwo", statementsInTwo.toJson());
            }
            return json;
        } finally {
            pairs.values().forEach(Pair::close);
        }
    }

    /** All rounds; how evenly the machine ran meanwhile. */
    private Pace takeTurns(Collection<Pair> pairs, List<Runnable> below) {
        AtomicBoolean over = new AtomicBoolean();
        try (PaceMeter meter = PaceMeter.begin()) {
            List<CompletableFuture<Void>> asking = pairs.stream()
                    .filter(pair -> pair.peer.onlyAsks())
                    .map(pair -> inThread(() -> handOverUntil(over, pair)))
                    .toList();
            try {
                handOverInTurn(
                        pairs.stream().filter(pair -> !pair.peer.onlyAsks()).toList(), below);
            } finally {
                over.set(true);
                asking.forEach(CompletableFuture::join);
            }
            return meter.end();
        }
    }

    private void handOverInTurn(List<Pair> pairs, List<Runnable> below) {
        for (int round = 0; round < rounds; round++) {
            for (Pair pair : pairs) {
                if (!pair.attempts.haveFailed()) {
                    handOverAfterAPause(pair);
                }
            }
            for (Runnable statements : below) {
                pause(SETTLE_NANOS + random.nextLong(TOLD_PAUSE_NANOS));
                statements.run();
            }
        }
    }

    /** A contender that only asks takes seconds for each round, of which it does something for milliseconds. */
    private static void handOverUntil(AtomicBoolean over, Pair pair) {
        do {
            handOverAfterAPause(pair);
        } while (!over.get() && !pair.attempts.haveFailed());
    }

    private static void handOverAfterAPause(Pair pair) {
        pause(SETTLE_NANOS + pair.random.nextLong(pair.longestPauseNanos));
        pair.handOver();
    }

    /** All at the same time, as some need seconds for a round. */
    private void warmUp(List<Runnable> handovers) {
        long until = System.nanoTime() + warmUp.toNanos();
        CompletableFuture.allOf(handovers.stream()
                        .map(handover -> inThread(() -> {
                            while (System.nanoTime() - until < 0) {
                                pause(WARM_UP_PAUSE_NANOS);
                                handover.run();
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static CompletableFuture<Void> inThread(Runnable act) {
        return CompletableFuture.runAsync(act, task -> new Thread(task, "benchmarks handover").start());
    }

    /** The two processes of one contender. Whoever fails is out, and the others go on. */
    private static final class Pair implements AutoCloseable {
        private final Peer peer;
        private final Latencies figures = new Latencies();
        private final Stints rounds = new Stints();
        private final Latencies warmUp = new Latencies();
        private final String component = Field.fresh("handover");
        private final Attempts attempts = new Attempts();
        private final Field field;
        private final SplittableRandom random;
        private final long longestPauseNanos;
        /** The leader, then who stands by. */
        private final List<MemberProcess> members = new ArrayList<>();

        Pair(Peer peer, Field field, SplittableRandom random) {
            this.peer = peer;
            this.field = field;
            this.random = random;
            this.longestPauseNanos = peer.onlyAsks() ? field.lease().retry().toNanos() : TOLD_PAUSE_NANOS;
        }

        void open() {
            attempts.run(() -> {
                String server = field.servers().of(peer);
                members.add(MemberProcess.open(peer, server, peer.nearest(field.lease()), true));
                members.add(MemberProcess.open(peer, server, peer.nearest(field.lease()), true));
                leader().ask("campaign", component, 1);
                if (leader().next("elected", field.lease().lease().multipliedBy(3)) == null) {
                    throw new IllegalStateException(peer.title() + " elects no leader to hand over from");
                }
                standby().ask("campaign", component, 1);
            });
        }

        private MemberProcess leader() {
            return members.get(0);
        }

        private MemberProcess standby() {
            return members.get(1);
        }

        JsonObject toJson(Pace pace) {
            return attempts.tell(figures.toJson()
                    .put("usualPace", rounds.latencies(pace).toJson())
                    .put("warmUp", warmUp.rounds()));
        }

        void handOver() {
            attempts.run(() -> rounds.add(handOver(figures)));
        }

        void warmUp() {
            attempts.run(() -> handOver(warmUp));
        }

        private Stint handOver(Latencies into) {
            standby().drain();
            long begun = leader().ask("giveUp", component, 1).getLong("nanos");
            JsonObject elected = standby().next("elected", PATIENCE);
            if (elected != null) {
                into.record(elected.getLong("nanos") - begun);
            } else {
                into.recordUnfinished(PATIENCE.toNanos());
            }
            leader().ask("campaign", component, 1);
            if (elected != null) {
                Collections.reverse(members);
            }
            return Stint.between(begun, elected == null ? begun + PATIENCE.toNanos() : elected.getLong("nanos"));
        }

        @Override
        public void close() {
            members.forEach(MemberProcess::close);
        }
    }

    static void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
