// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one process costs that leads very many components, and how long it takes until it leads them all. */
public final class ManyComponents implements Scenario {
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
                + " all, contenders in turns and alone, without a proxy. Then, in another process, what leading costs for "
                + window.toSeconds()
                + " s, a few seconds after the last election: what it asks is counted on the wire by a"
                + " proxy (ZooKeeper: requests and pings), processor time of all the process's threads from /proc, heap after"
                + " a collection, threads of the system. Below " + TOO_MANY_TOGETHER + " components all contenders are"
                + " measured in the same seconds, beyond one after the other.";
    }

    /** A contender with so many components, and what comes of it. */
    private static final class Entry {
        private final Peer peer;
        private final int size;
        private final JsonObject result;

        Entry(Peer peer, int size) {
            this.peer = peer;
            this.size = size;
            this.result = new JsonObject().put("components", size);
        }

        boolean failed() {
            return result.containsKey("failure");
        }
    }

    @Override
    public JsonObject run(Field field) {
        Map<Peer, JsonArray> figures = new EnumMap<>(Peer.class);
        field.peers().forEach(peer -> figures.put(peer, new JsonArray()));
        for (int size : sizes) {
            List<Entry> all = new ArrayList<>();
            figures.forEach((peer, array) -> {
                Entry entry = new Entry(peer, size);
                array.add(entry.result);
                all.add(entry);
            });
            elect(field, all, size < TOO_MANY_TOGETHER ? rounds : 1);
            // Who does not come to lead them all has no cost of leading them.
            List<Entry> able = all.stream().filter(entry -> !entry.failed()).toList();
            if (size < TOO_MANY_TOGETHER) {
                lead(field, able);
            } else {
                able.forEach(entry -> lead(field, List.of(entry)));
            }
        }
        JsonObject json = new JsonObject();
        figures.forEach((peer, array) -> json.put(peer.key(), new JsonObject().put("sizes", array)));
        return json;
    }

    /** Elections, alone and in turns; not through a proxy, which would make each statement dearer. */
    private static void elect(Field field, List<Entry> all, int rounds) {
        Map<Peer, Latencies> elections = new EnumMap<>(Peer.class);
        for (int round = 0; round < rounds; round++) {
            for (Entry entry : all) {
                Latencies taken = elections.computeIfAbsent(entry.peer, any -> new Latencies());
                attempt(field, entry, () -> {
                    try (Leading alone = Leading.uncounted(entry.peer, entry.size, field)) {
                        long nanos = alone.elect();
                        taken.record(nanos);
                        say(field, entry, "elected in " + nanos / 1_000_000 + " ms");
                    }
                });
                entry.result.put("electionMillis", taken.toJson());
            }
        }
    }

    /** What leading costs these, measured in the same seconds. */
    private void lead(Field field, List<Entry> entries) {
        List<Leading> all = new ArrayList<>();
        Map<Entry, Leading> able = new LinkedHashMap<>();
        try {
            for (Entry entry : entries) {
                attempt(field, entry, () -> {
                    Leading one = Leading.counted(entry.peer, entry.size, field);
                    all.add(one);
                    // What it takes when others lead meanwhile does not count.
                    one.elect();
                    able.put(entry, one);
                });
            }
            // Looks that follow an election and compilation are not what is measured.
            CleanHandover.pause(field.lease().retry().toNanos());
            able.values().forEach(Leading::begin);
            CleanHandover.pause(window.toNanos());
            able.forEach((entry, one) -> attempt(field, entry, () -> {
                one.end();
                entry.result.mergeIn(one.figures());
            }));
        } finally {
            all.forEach(Leading::close);
        }
    }

    /** So many may be more than a contender can bear: that is a result. */
    private static void attempt(Field field, Entry entry, Runnable act) {
        try {
            act.run();
        } catch (IllegalStateException tooMany) {
            say(field, entry, String.valueOf(tooMany.getMessage()));
            entry.result.put("failure", String.valueOf(tooMany.getMessage()));
        }
    }

    private static void say(Field field, Entry entry, String what) {
        field.say("many-components: " + entry.size + " of " + entry.peer.title() + ": " + what);
    }
}
