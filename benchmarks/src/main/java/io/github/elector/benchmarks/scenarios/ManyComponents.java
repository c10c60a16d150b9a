// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one process costs that leads very many components, and how long it takes until it leads them all. */
public final class ManyComponents implements Scenario {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** From this many on contenders are not measured at the same time. */
    private static final int TOO_MANY_TOGETHER = 5_000;

    private final List<Integer> sizes;
    private final int rounds;
    private final Duration window;

    /**
     * One for these numbers of components.
     *
     * @param rounds elections of each number, but the largest, which are elected once
     * @param window how long the cost of leading is measured
     */
    public ManyComponents(List<Integer> sizes, int rounds, Duration window) {
        this.sizes = List.copyOf(sizes);
        this.rounds = rounds;
        this.window = window;
    }

    @Override
    public String key() {
        return "many-components";
    }

    @Override
    public String what() {
        return "One fresh process that campaigns for all components at once: time from opening the contender until it leads them"
                + " all, contenders in turns and alone, without a proxy. Then, in another process, what leading costs for " + window.toSeconds() + " s, a few seconds after the last"
                + " election: statements are counted on the wire by a proxy (ZooKeeper: packets received by its own count,"
                + " pings included), processor time of all the process's threads from /proc, heap after a collection, threads"
                + " of the system. Up to " + TOO_MANY_TOGETHER + " components all contenders are measured in the same"
                + " seconds, beyond one after the other.";
    }

    @Override
    public JsonObject run(Field field) {
        Map<Peer, JsonArray> figures = new EnumMap<>(Peer.class);
        field.peers().forEach(peer -> figures.put(peer, new JsonArray()));
        for (int size : sizes) {
            field.say("many-components: " + size);
            Map<Peer, Latencies> elections = elections(field, size);
            Map<Peer, JsonObject> costs = size < TOO_MANY_TOGETHER ? together(field, size) : inTurn(field, size);
            elections.forEach((peer, taken) -> figures.getOrDefault(peer, new JsonArray())
                    .add(costs.getOrDefault(peer, new JsonObject()).put("electionMillis", taken.toJson())));
        }
        JsonObject json = new JsonObject();
        figures.forEach((peer, array) -> json.put(peer.key(), new JsonObject().put("sizes", array)));
        return json;
    }

    /** Elections, alone and in turns; not through a proxy, which would make each statement dearer. */
    private Map<Peer, Latencies> elections(Field field, int size) {
        Map<Peer, Latencies> elections = new EnumMap<>(Peer.class);
        field.peers().forEach(peer -> elections.put(peer, new Latencies()));
        for (int round = 0; round < (size < TOO_MANY_TOGETHER ? rounds : 1); round++) {
            elections.forEach((peer, latencies) -> {
                try (Leading alone = new Leading(peer, size, field, Servers.uncounted(field.servers().of(peer)))) {
                    alone.elect(latencies);
                }
            });
        }
        return elections;
    }

    private Map<Peer, JsonObject> together(Field field, int size) {
        List<Leading> all = new ArrayList<>();
        try {
            for (Peer peer : field.peers()) {
                Leading one = new Leading(peer, size, field, field.servers().count(peer));
                all.add(one);
                // What it takes when others lead meanwhile does not count.
                one.elect(new Latencies());
            }
            settle(field.lease());
            all.forEach(Leading::begin);
            CleanHandover.pause(window.toNanos());
            all.forEach(Leading::end);
            Map<Peer, JsonObject> costs = new EnumMap<>(Peer.class);
            all.forEach(one -> costs.put(one.peer, one.figures()));
            return costs;
        } finally {
            all.forEach(Leading::close);
        }
    }

    private Map<Peer, JsonObject> inTurn(Field field, int size) {
        Map<Peer, JsonObject> costs = new EnumMap<>(Peer.class);
        for (Peer peer : field.peers()) {
            try (Leading one = new Leading(peer, size, field, field.servers().count(peer))) {
                one.elect(new Latencies());
                settle(field.lease());
                one.begin();
                CleanHandover.pause(window.toNanos());
                one.end();
                costs.put(peer, one.figures());
            } catch (IllegalStateException tooMany) {
                // So many may be more than a contender can bear: that is a result.
                field.say(peer.title() + " with " + size + " components: " + tooMany.getMessage());
                costs.put(
                        peer,
                        new JsonObject()
                                .put("components", size)
                                .put("led", 0)
                                .put("failure", String.valueOf(tooMany.getMessage())));
            }
        }
        return costs;
    }

    /** Looks that follow an election and compilation are not what is measured. */
    private static void settle(Times times) {
        CleanHandover.pause(times.retry().toNanos());
    }

    /** A process that leads, or is to. */
    private static final class Leading implements AutoCloseable {
        private final Peer peer;
        private final int size;
        private final Servers.Counted counted;
        private final MemberProcess member;
        private final JsonObject figures = new JsonObject();
        private CpuReading cpu = new CpuReading(Map.of());
        private long nanos;
        private long asked;
        private int ended;

        Leading(Peer peer, int size, Field field, Servers.Counted counted) {
            this.peer = peer;
            this.size = size;
            this.counted = counted;
            this.member = MemberProcess.open(peer, counted.address(), peer.nearest(field.lease()), false);
            figures.put("components", size);
        }

        void elect(Latencies into) {
            long before = counted.asked();
            try {
                long begun = member.ask("campaign", Field.fresh("many"), size).getLong("nanos");
                JsonObject all = member.next("all", PATIENCE);
                if (all == null) {
                    into.recordUnfinished(PATIENCE.toNanos());
                } else {
                    into.record(member.openNanos() + all.getLong("nanos") - begun);
                }
            } catch (IllegalStateException failed) {
                into.recordUnfinished(PATIENCE.toNanos());
                figures.put("failure", String.valueOf(failed.getMessage()));
            }
            figures.put("askedToElect", counted.asked() - before);
        }

        void begin() {
            ended = member.ask("count", "", 0).getInteger("ended");
            cpu = member.cpu();
            asked = counted.asked();
            nanos = System.nanoTime();
        }

        void end() {
            long now = System.nanoTime();
            CpuReading used = member.cpu();
            double seconds = (now - nanos) / 1e9;
            figures.put("seconds", seconds)
                    .put("askedPerSecond", (counted.asked() - asked) / seconds)
                    .put("cpuMillisPerSecond", used.nanosSince(cpu) / 1e6 / seconds)
                    .put("threads", used.threads())
                    .put("cpuMillisPerSecondByThread", used.busiestSince(cpu, seconds));
        }

        JsonObject figures() {
            JsonObject heap = member.ask("heap", "", 0);
            return figures.put("led", heap.getInteger("led"))
                    .put("lost", heap.getInteger("ended") - ended)
                    .put("heapBytes", heap.getLong("heapBytes"));
        }

        @Override
        public void close() {
            member.close();
            counted.close();
        }
    }
}
