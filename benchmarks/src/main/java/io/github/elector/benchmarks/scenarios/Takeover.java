// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The leader's process is killed, or stopped and woken again, or its way to the server is cut, and another takes over. */
public final class Takeover implements Scenario {
    private static final Duration BELIEF = Duration.ofSeconds(10);

    private final Supplier<Duration> budget;

    /** One that begins no new round that would not end in this time, which is asked for when it begins. */
    public Takeover(Supplier<Duration> budget) {
        this.budget = budget;
    }

    @Override
    public String key() {
        return "takeover";
    }

    @Override
    public String what() {
        return "Two processes, one component, each behind a TCP proxy of its own. In turn the leader's process is killed"
                + " (kill -9); it is stopped (SIGSTOP) until the other leads and a second longer, then woken (SIGCONT); its"
                + " proxy lets nothing pass any more in either direction and tells nobody. Measured from that to the moment"
                + " the other is told to lead, and, after a kill and where the database tells it, from the leader's last"
                + " heartbeat. The old leader is asked each millisecond whether it leads: belief is how long after it woke"
                + " it last said yes, overlap how long after the other was elected it did behind a cut link (0 is the target"
                + " of both, " + BELIEF.toSeconds()
                + " s is where we stop asking). The moment of each event is random"
                + " within a renew interval. All contenders have their rounds in the same minutes, as most of it is waiting."
                + " Leases are short, but for who takes none so short, who has two processes for each of the three.";
    }

    @Override
    public JsonObject run(Field field) {
        long until = System.nanoTime() + budget.get().toNanos();
        Map<Peer, TakeoverFigures> figures = new EnumMap<>(Peer.class);
        Map<Peer, CompletableFuture<Void>> ends = new EnumMap<>(Peer.class);
        for (Peer peer : field.peers()) {
            TakeoverFigures all = new TakeoverFigures();
            figures.put(peer, all);
            ends.put(
                    peer,
                    CompletableFuture.allOf(lanes(field, peer).stream()
                            .map(faults ->
                                    CompletableFuture.runAsync(() -> rounds(field, peer, faults, all, until), task -> {
                                        Thread thread = new Thread(task, "benchmarks takeover of " + peer.key());
                                        thread.setDaemon(true);
                                        thread.start();
                                    }))
                            .toArray(CompletableFuture[]::new)));
        }
        JsonObject json = new JsonObject();
        ends.forEach((peer, end) -> {
            // One that does not take over is a result, and the others have theirs.
            Throwable failure = end.handle((done, failed) -> failed).join();
            JsonObject one = figures.getOrDefault(peer, new TakeoverFigures()).toJson(peer.nearest(field.shortLease()));
            if (failure != null) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                one.put("failure", String.valueOf(cause.getMessage()));
            }
            json.put(peer.key(), one);
        });
        return json;
    }

    /** What happens one after the other; who has a longer lease than asked for needs a duel for each. */
    private static List<List<Fault>> lanes(Field field, Peer peer) {
        List<Fault> all = List.of(Fault.values());
        return peer.nearest(field.shortLease()).equals(field.shortLease())
                ? List.of(all)
                : all.stream().map(List::of).toList();
    }

    private static void rounds(Field field, Peer peer, List<Fault> faults, TakeoverFigures figures, long until) {
        try (Duel duel = new Duel(field, peer, figures, BELIEF)) {
            long longest = 0;
            // One of each at least, however long a lease is; then as many as end in time.
            for (int round = 0; round < faults.size() || System.nanoTime() + longest - until < 0; round++) {
                long begun = System.nanoTime();
                duel.round(faults.get(round % faults.size()));
                longest = Math.max(longest, System.nanoTime() - begun);
            }
        }
    }
}
