// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What one process costs that leads very many components, and how long it takes until it leads them all. */
public final class ManyComponents implements Scenario {
    /** How often processor time is read: the parts of a window say how it varies. */
    private static final Duration PART = Duration.ofSeconds(10);

    /** After so long no further round of elections begins: on a slow machine the first takes twice its time. */
    private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(90);

    /** What it costs to lead so many is not measured of who takes longer to be elected: a report has minutes. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** From this many on contenders would disturb those with fewer. */
    private static final int VERY_MANY = 5_000;

    private static final String FAILURE = "failure";
    private static final String FAILURE_AGAIN = "failureAgain";
    private static final String FAILURE_LEADING = "failureLeading";
    private static final String LEFT_OUT = "leftOut";

    private final List<Integer> sizes;
    private final int rounds;
    private final Duration settled;
    private final Duration window;
    private final int idle;
    private final Duration longest;

    /**
     * One for these numbers of components.
     *
     * @param rounds elections of each number, or fewer if they take long; the very large are elected once
     * @param settled how long they lead before its cost is measured, as JVMs that compile early are still at it after
     *     half a minute; a quarter of that where they are very many, whose elections come one after the other
     * @param window how long the cost of leading is measured; half of that where they are very many
     */
    public ManyComponents(List<Integer> sizes, int rounds, Duration settled, Duration window) {
        this(sizes, rounds, settled, window, 3, LONGEST);
    }

    /** The same with so many idle processes of each kind; who is elected within {@code longest} leads after that. */
    ManyComponents(List<Integer> sizes, int rounds, Duration settled, Duration window, int idle, Duration longest) {
        this.sizes = List.copyOf(sizes);
        this.rounds = rounds;
        this.settled = settled;
        this.window = window;
        this.idle = idle;
        this.longest = longest;
    }

    @Override
    public String key() {
        return "many-components";
    }

    @Override
    public String what() {
        return "One fresh process that campaigns for all components at once: time from opening the contender until it leads them"
                + " all, contenders in turns and alone, without a proxy; then it gives all up, and campaigns for all of them again:"
                + " time from that campaign until it leads them all, in a process that has done it once, which may take "
                + Leading.PATIENCE_AGAIN.toSeconds()
                + " s once it has asked for all. Then, in other processes, what leading costs those who were elected within "
                + longest.toSeconds() + " s, for "
                + window.toSeconds() + " s, "
                + settled.toSeconds() + " s after the last election and a collection (" + VERY_MANY
                + " and more: for " + window.dividedBy(2).toSeconds() + " s, "
                + settled.dividedBy(4).toSeconds() + " s after): what it asks is counted on"
                + " the wire by a proxy (ZooKeeper: requests and pings), from the first burst of requests in that time to the"
                + " last that is like it where they come in bursts, processor time of all the process's threads from"
                + " /proc, each " + PART.toSeconds()
                + " s, heap after a collection, threads of the system. All contenders and numbers of components are"
                + " measured in the same seconds, and those of " + VERY_MANY
                + " and more in seconds of their own, before which they are elected one after the other, last those that"
                + " ask for each component by itself. In the same"
                + " seconds also processes without an election, " + idle
                + " of each kind, of which the mean is told: an idle JVM, and one with a Vert.x of which every event"
                + " loop has been used. A client's threads are those an idle JVM has not; of ours it is the event loop it"
                + " lives on, less what the other event loops of its process take, which wake once a second: who uses"
                + " ours has a Vert.x already. The largest number below " + VERY_MANY + " also in a JVM with "
                + String.join(" ", MemberProcess.COMPILES_SOON)
                + ", where what a heartbeat runs is compiled before it is measured, as it is elsewhere after some 200"
                + " heartbeats. The floor is no election: what it campaigns for is written by statements of a thousand, and a verticle deployed for each; then one"
                + " UPDATE by key each renew interval.";
    }

    /** A contender with so many components, and what comes of it. */
    private static final class Entry {
        private final Peer peer;
        private final int size;
        private final List<String> jvm;
        private final JsonObject result;
        private final Latencies elections = new Latencies();
        private final Latencies again = new Latencies();

        Entry(Peer peer, int size, List<String> jvm) {
            this.peer = peer;
            this.size = size;
            this.jvm = jvm;
            this.result = new JsonObject().put("components", size);
        }

        boolean failed() {
            return result.containsKey(FAILURE);
        }

        /** Whether it is to lead, which is measured too. */
        boolean isToLead() {
            return !failed() && !result.containsKey(LEFT_OUT);
        }

        void tellElections() {
            if (!failed()) {
                result.put("electionMillis", elections.toJson());
            }
            if (!failed() && !result.containsKey(FAILURE_AGAIN)) {
                result.put("electionAgainMillis", again.toJson());
            }
        }

        boolean isVeryMany() {
            return size >= VERY_MANY;
        }
    }

    @Override
    public JsonObject run(Field field) {
        List<Entry> all = entries(field, sizes, List.of());
        List<Entry> compiled = entries(field, compiledSizes(), MemberProcess.COMPILES_SOON);
        elect(field, all);
        // Who does not come to lead them all, or takes very long, has no cost of leading them.
        List<Entry> able = Stream.concat(all.stream().filter(Entry::isToLead), compiled.stream())
                .toList();
        lead(field, able.stream().filter(entry -> !entry.isVeryMany()).toList());
        lead(field, able.stream().filter(Entry::isVeryMany).toList());
        JsonObject json = new JsonObject();
        for (Peer peer : field.peersAndFloor()) {
            json.put(
                    peer.key(),
                    new JsonObject().put("sizes", results(all, peer)).put("compiled", results(compiled, peer)));
        }
        return json;
    }

    private static List<Entry> entries(Field field, List<Integer> sizes, List<String> jvm) {
        return sizes.stream()
                .flatMap(size -> field.peersAndFloor().stream().map(peer -> new Entry(peer, size, jvm)))
                .toList();
    }

    private static JsonArray results(List<Entry> entries, Peer peer) {
        return new JsonArray(entries.stream()
                .filter(entry -> entry.peer == peer)
                .map(entry -> entry.result)
                .toList());
    }

    /** The most of those that do not disturb the others. */
    private List<Integer> compiledSizes() {
        return sizes.stream().filter(size -> size < VERY_MANY).max(Integer::compare).stream()
                .toList();
    }

    /** Elections, alone and in turns; not through a proxy, which would make each statement dearer. */
    private void elect(Field field, List<Entry> all) {
        long begun = System.nanoTime();
        for (int round = 0; round < rounds && (round == 0 || System.nanoTime() - begun < ENOUGH_NANOS); round++) {
            boolean first = round == 0;
            all.stream()
                    .filter(entry -> first || (entry.isToLead() && !entry.isVeryMany()))
                    .forEach(entry -> attempt(field, entry, FAILURE, () -> elect(field, entry)));
        }
        all.forEach(Entry::tellElections);
    }

    private void elect(Field field, Entry entry) {
        try (Leading alone = Leading.uncounted(entry.peer, entry.size, field)) {
            long nanos = alone.elect();
            entry.elections.record(nanos);
            say(field, entry, "elected in " + nanos / 1_000_000 + " ms");
            if (nanos > longest.toNanos()) {
                entry.result.put(
                        LEFT_OUT,
                        "its election took longer than " + longest.toSeconds()
                                + " s, so what leading costs is not measured");
            }
            attempt(field, entry, FAILURE_AGAIN, () -> {
                long again = alone.electAgain();
                entry.again.record(again);
                say(field, entry, "again in " + again / 1_000_000 + " ms");
            });
        }
    }

    /** What leading costs these, measured in the same seconds. */
    private void lead(Field field, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<Leading> all = Collections.synchronizedList(new ArrayList<>());
        Map<Entry, Leading> able = new ConcurrentHashMap<>();
        try (IdleProcesses ground = new IdleProcesses(field, idle)) {
            CompletableFuture.allOf(entries.stream()
                            .sorted(Comparator.comparing(entry -> entry.peer.asksForEach()))
                            .map(entry -> CompletableFuture.runAsync(
                                    () -> attempt(field, entry, FAILURE_LEADING, () -> {
                                        Leading one = Leading.counted(entry.peer, entry.size, field, entry.jvm);
                                        all.add(one);
                                        one.elect();
                                        able.put(entry, one);
                                    }),
                                    electionsOf(entries)))
                            .toArray(CompletableFuture[]::new))
                    .join();
            // Not a failure of one of them: a scenario whose counts are wrong has no result.
            able.values().forEach(Leading::checkCounted);
            able.values().forEach(Leading::collectGarbage);
            // What follows an election, and compilation, are not what is measured.
            CleanHandover.pause(settledOf(entries).toNanos());
            able.values().forEach(Leading::begin);
            ground.read();
            long begun = System.nanoTime();
            Duration measured = windowOf(entries);
            long parts = Math.max(1, measured.dividedBy(PART));
            for (int part = 1; part <= parts; part++) {
                CleanHandover.pause(begun + measured.toNanos() * part / parts - System.nanoTime());
                able.values().forEach(Leading::readCpu);
                ground.read();
            }
            able.forEach((entry, one) -> attempt(field, entry, FAILURE_LEADING, () -> {
                one.end(ground);
                entry.result.mergeIn(one.figures());
            }));
        } finally {
            all.forEach(Leading::close);
        }
    }

    /** How long they take does not count here; but the very many of two at once are more than a slow machine can bear. */
    private static Executor electionsOf(List<Entry> entries) {
        return entries.stream().anyMatch(Entry::isVeryMany)
                ? Runnable::run
                : election -> new Thread(election, "benchmarks election").start();
    }

    private Duration settledOf(List<Entry> entries) {
        return entries.stream().allMatch(Entry::isVeryMany) ? settled.dividedBy(4) : settled;
    }

    private Duration windowOf(List<Entry> entries) {
        return entries.stream().allMatch(Entry::isVeryMany) ? window.dividedBy(2) : window;
    }

    /** So many may be more than a contender can bear: that is a result. */
    private static void attempt(Field field, Entry entry, String failure, Runnable act) {
        try {
            act.run();
        } catch (RuntimeException tooMany) {
            say(field, entry, String.valueOf(tooMany.getMessage()));
            entry.result.put(failure, String.valueOf(tooMany.getMessage()));
        }
    }

    private static void say(Field field, Entry entry, String what) {
        field.say("many-components: " + entry.size + " of " + entry.peer.title() + ": " + what);
    }
}
