// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.JdbcPool;
import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What it costs the server that many replicas want to lead one component, and what happens there when the leader dies. */
public final class Replicas implements Scenario {
    private static final long READ_MILLIS = 20;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);

    private final List<Integer> sizes;
    private final Duration window;

    /**
     * One for these numbers of replicas.
     *
     * @param window how long the cost of waiting and leading is measured
     */
    public Replicas(List<Integer> sizes, Duration window) {
        this.sizes = List.copyOf(sizes);
        this.window = window;
    }

    @Override
    public String key() {
        return "replicas";
    }

    @Override
    public String what() {
        return "Replicas that campaign for one component: the leader in a process of its own, all others as contenders that"
                + " share nothing but one more process (there a JDBC pool has " + JdbcPool.OF_ONE_COMPONENT
                + " connections and not " + JdbcPool.SPRING_BOOTS
                + "). What they ask of the server together is counted on"
                + " the wire by a proxy (ZooKeeper: requests and pings), for " + window.toSeconds()
                + " s at rest; then the"
                + " leader's process is killed (kill -9). The busiest second is the one with the most requests from the kill"
                + " until " + AFTERWARDS.toSeconds() + " s after another was elected, read each " + READ_MILLIS
                + " ms. One takeover each; all contenders and numbers of replicas in the same seconds.";
    }

    @Override
    public JsonObject run(Field field) {
        Map<Peer, List<Electorate>> all = new EnumMap<>(Peer.class);
        field.peers().forEach(peer -> all.put(peer, new ArrayList<>()));
        List<Electorate> flat = new ArrayList<>();
        try {
            for (int size : sizes) {
                List<Electorate> ofThisSize = new ArrayList<>();
                all.forEach((peer, electorates) -> {
                    field.say("replicas: " + size + " of " + peer.title());
                    Electorate electorate = new Electorate(peer, size, field);
                    flat.add(electorate);
                    electorates.add(electorate);
                    ofThisSize.add(electorate);
                });
                // Nothing of it is measured, and each waits for its JVMs most of the time.
                CompletableFuture.allOf(ofThisSize.stream()
                                .map(electorate -> CompletableFuture.runAsync(
                                        electorate::gather, task -> new Thread(task, "benchmarks gathering").start()))
                                .toArray(CompletableFuture[]::new))
                        .join();
            }
            flat.forEach(Electorate::checkCounted);
            rest(field, flat);
            takeOver(field, flat);
            JsonObject json = new JsonObject();
            all.forEach((peer, electorates) -> {
                JsonArray figures = new JsonArray();
                electorates.forEach(each -> figures.add(each.figures()));
                json.put(peer.key(), new JsonObject().put("sizes", figures));
            });
            return json;
        } finally {
            flat.forEach(Electorate::close);
        }
    }

    private void rest(Field field, List<Electorate> all) {
        CleanHandover.pause(field.lease().retry().toNanos());
        all.forEach(Electorate::beginRest);
        CleanHandover.pause(window.toNanos());
        all.forEach(Electorate::endRest);
    }

    private static void takeOver(Field field, List<Electorate> all) {
        ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
        try {
            var reading = reader.scheduleAtFixedRate(
                    () -> all.forEach(Electorate::read), 0, READ_MILLIS, TimeUnit.MILLISECONDS);
            all.forEach(Electorate::kill);
            // Their events wait in queues: none is seen later because another is waited for.
            for (Electorate each : all) {
                each.awaitSuccessor();
                field.say("replicas: " + each);
            }
            CleanHandover.pause(AFTERWARDS.toNanos());
            reading.cancel(false);
            all.forEach(each -> each.judge(SECOND, AFTERWARDS));
        } finally {
            reader.shutdownNow();
        }
    }
}
