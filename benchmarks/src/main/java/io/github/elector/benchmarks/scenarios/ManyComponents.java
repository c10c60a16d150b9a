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
    /** From this many on contenders would disturb those with fewer. */
    private static final int VERY_MANY = 5_000;

    private final List<Integer> sizes;
    private final int rounds;
    private final Duration settled;
    private final Duration window;

    /**
     * One for these numbers of components.
     *
     * @param rounds elections of each number, but the very large, which are elected once
     * @param settled how long they lead before its cost is measured
     * @param window how long the cost of leading is measured
     */
    public ManyComponents(List<Integer> sizes, int rounds, Duration settled, Duration window) {
        this.sizes = List.copyOf(sizes);
        this.rounds = rounds;
        this.settled = settled;
        this.window = window;
    }

    @Override
    public String key() {
        return "many-components";
    }

    @Override
    public String what() {
        return "One fresh process that campaigns for all components at once: time from opening the contender until it leads them"
                + " all, contenders in turns and alone, without a proxy. Then, in other processes, what leading costs for "
                + window.toSeconds() + " s, " + settled.toSeconds()
                + " s after the last election: what it asks is counted on"
                + " the wire by a proxy (ZooKeeper: requests and pings), processor time of all the process's threads from"
                + " /proc, heap after a collection, threads of the system. All contenders and numbers of components are"
                + " measured in the same seconds, and those of " + VERY_MANY + " and more in seconds of their own.";
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

        boolean isVeryMany() {
            return size >= VERY_MANY;
        }
    }

    @Override
    public JsonObject run(Field field) {
        Map<Peer, JsonArray> figures = new EnumMap<>(Peer.class);
        field.peers().forEach(peer -> figures.put(peer, new JsonArray()));
        List<Entry> all = new ArrayList<>();
        for (int size : sizes) {
            figures.forEach((peer, array) -> {
                Entry entry = new Entry(peer, size);
                array.add(entry.result);
                all.add(entry);
            });
        }
        elect(field, all);
        // Who does not come to lead them all has no cost of leading them.
        List<Entry> able = all.stream().filter(entry -> !entry.failed()).toList();
        lead(field, able.stream().filter(entry -> !entry.isVeryMany()).toList());
        lead(field, able.stream().filter(Entry::isVeryMany).toList());
        JsonObject json = new JsonObject();
        figures.forEach((peer, array) -> json.put(peer.key(), new JsonObject().put("sizes", array)));
        return json;
    }

    /** Elections, alone and in turns; not through a proxy, which would make each statement dearer. */
    private void elect(Field field, List<Entry> all) {
        Map<Entry, Latencies> elections = new LinkedHashMap<>();
        all.forEach(entry -> elections.put(entry, new Latencies()));
        for (int round = 0; round < rounds; round++) {
            boolean first = round == 0;
            elections.forEach((entry, taken) -> {
                if (first || !entry.isVeryMany()) {
                    attempt(field, entry, () -> taken.record(elect(field, entry)));
                }
            });
        }
        elections.forEach((entry, taken) -> {
            if (!entry.failed()) {
                entry.result.put("electionMillis", taken.toJson());
            }
        });
    }

    private static long elect(Field field, Entry entry) {
        try (Leading alone = Leading.uncounted(entry.peer, entry.size, field)) {
            long nanos = alone.elect();
            say(field, entry, "elected in " + nanos / 1_000_000 + " ms");
            return nanos;
        }
    }

    /** What leading costs these, measured in the same seconds. */
    private void lead(Field field, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
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
            // What follows an election, and compilation, are not what is measured.
            CleanHandover.pause(settled.toNanos());
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
