// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** The leader's process is killed, or stopped and woken again, and another takes over. */
public final class Takeover implements Scenario {
    private static final Duration STOPPED_LONGER = Duration.ofSeconds(1);
    private static final Duration BELIEF = Duration.ofSeconds(10);

    private final Duration budget;

    /** One that begins no new round after this time. */
    public Takeover(Duration budget) {
        this.budget = budget;
    }

    @Override
    public String key() {
        return "takeover";
    }

    @Override
    public String what() {
        return "Two processes, one component; the leader's is killed (kill -9), in the next round it is stopped (SIGSTOP) until"
                + " the other leads and a second longer, then woken (SIGCONT). Measured from the signal to the moment the other"
                + " is told to lead, and, where the database tells it, from the leader's last heartbeat; belief is how long"
                + " after it woke the old leader still takes itself for one, asked each millisecond (0 is the target, "
                + BELIEF.toSeconds() + " s is where we stop asking). The moment of the signal is random within a renew"
                + " interval. All contenders have their rounds in the same minutes, as most of it is waiting. Leases are short,"
                + " but for who takes none so short.";
    }

    @Override
    public JsonObject run(Field field) {
        long until = System.nanoTime() + budget.toNanos();
        Map<Peer, CompletableFuture<JsonObject>> all = new EnumMap<>(Peer.class);
        for (Peer peer : field.peers()) {
            all.put(
                    peer,
                    CompletableFuture.supplyAsync(() -> rounds(field, peer, until), task -> {
                                Thread thread = new Thread(task, "benchmarks takeover of " + peer.key());
                                thread.setDaemon(true);
                                thread.start();
                            })
                            // One that does not take over is a result, and the others have theirs.
                            .exceptionally(failed -> new JsonObject().put("failure", String.valueOf(failed.getMessage()))));
        }
        JsonObject json = new JsonObject();
        all.forEach((peer, figures) -> json.put(peer.key(), figures.join()));
        return json;
    }

    private static JsonObject rounds(Field field, Peer peer, long until) {
        try (Pair pair = new Pair(field, peer)) {
            boolean kill = true;
            // One of each at least, however long a lease is.
            for (int round = 0; round < 2 || System.nanoTime() - until < 0; round++) {
                pair.round(kill);
                kill = !kill;
            }
            return pair.figures();
        }
    }

    /** The two processes of one contender. */
    private static final class Pair implements AutoCloseable {
        private final Field field;
        private final Peer peer;
        private final Times times;
        private final String component = Field.fresh("takeover");
        private final SplittableRandom random = new SplittableRandom(11);
        private final HeartbeatAge heartbeats;
        private final Latencies afterKill = new Latencies();
        private final Latencies afterStop = new Latencies();
        private final Latencies afterHeartbeat = new Latencies();
        private final Latencies belief = new Latencies();
        private MemberProcess leader;
        private MemberProcess standby;

        Pair(Field field, Peer peer) {
            this.field = field;
            this.peer = peer;
            this.times = peer.nearest(field.shortLease());
            this.heartbeats = new HeartbeatAge(peer, field.servers().of(peer), times);
            this.leader = open();
            leader.ask("campaign", component, 1);
            if (leader.next("elected", patience()) == null) {
                throw new IllegalStateException(peer.title() + " elects no leader to take over from");
            }
            this.standby = open();
            standby.ask("campaign", component, 1);
        }

        private MemberProcess open() {
            return MemberProcess.open(peer, field.servers().of(peer), times, true);
        }

        private Duration patience() {
            return times.lease().multipliedBy(3).plusSeconds(10);
        }

        void round(boolean kill) {
            // A standby has seen the leader by then.
            CleanHandover.pause(times.renew().toNanos() + random.nextLong(heartbeats.interval().toNanos()));
            standby.drain();
            if (kill) {
                kill();
            } else {
                stop();
            }
            MemberProcess gone = leader;
            leader = standby;
            gone.close();
            standby = open();
            standby.ask("campaign", component, 1);
        }

        private void kill() {
            long signalled = leader.kill();
            OptionalLong heartbeat = heartbeats.lastNanos(component);
            long elected = elected(afterKill, signalled);
            if (heartbeat.isPresent()) {
                afterHeartbeat.record(elected - heartbeat.getAsLong());
            }
            field.say("takeover: " + peer.title() + ", killed, " + (elected - signalled) / 1_000_000 + " ms");
        }

        private void stop() {
            leader.ask("watch", component, 1);
            CleanHandover.pause(Duration.ofMillis(20).toNanos());
            leader.drain();
            long signalled = System.nanoTime();
            leader.freeze();
            elected(afterStop, signalled);
            CleanHandover.pause(STOPPED_LONGER.toNanos());
            long woken = System.nanoTime();
            leader.thaw();
            long believed = believedNanos(woken);
            field.say("takeover: " + peer.title() + ", stopped, belief after it " + believed / 1000 + " us");
        }

        /** When the other was elected. */
        private long elected(Latencies into, long signalled) {
            JsonObject elected = standby.next("elected", patience());
            if (elected == null) {
                throw new IllegalStateException(peer.title() + " did not take over within " + patience().toSeconds() + " s");
            }
            into.record(elected.getLong("nanos") - signalled);
            return elected.getLong("nanos");
        }

        private long believedNanos(long woken) {
            long until = System.nanoTime() + BELIEF.toNanos();
            long believed = 0;
            while (true) {
                JsonObject said = leader.next("watched", Duration.ofNanos(Math.max(0, until - System.nanoTime())));
                if (said == null) {
                    belief.recordUnfinished(BELIEF.toNanos());
                    return BELIEF.toNanos();
                }
                if (said.getLong("nanos") - woken < 0) {
                    continue;
                }
                if (!said.getBoolean("leads")) {
                    // Nothing if the first question after it has woken was answered so.
                    believed = believed == 0 ? 0 : said.getLong("nanos") - woken;
                    belief.record(believed);
                    return believed;
                }
                believed = said.getLong("nanos") - woken;
            }
        }

        JsonObject figures() {
            JsonObject json = new JsonObject()
                    .put("leaseMillis", times.lease().toMillis())
                    .put("afterKill", afterKill.toJson())
                    .put("afterStop", afterStop.toJson())
                    .put("belief", belief.toJson());
            if (afterHeartbeat.rounds() > 0) {
                json.put("afterHeartbeat", afterHeartbeat.toJson());
            }
            return json;
        }

        @Override
        public void close() {
            leader.close();
            standby.close();
            heartbeats.close();
        }
    }
}
