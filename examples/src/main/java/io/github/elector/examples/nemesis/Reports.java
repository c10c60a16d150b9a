// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What replicas under a nemesis report besides events: what they add, what came of it, and that terms are valid. */
final class Reports {
    private final List<Addition> additions = new ArrayList<>();
    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private final Sightings sightings = new Sightings();

    /** A line of theirs; any thread. */
    void add(JsonObject line) {
        switch (line.getString("report")) {
            case Sighting.REPORT -> sightings.add(Sighting.from(line));
            case Addition.REPORT -> add(Addition.from(line));
            case Outcome.REPORT -> add(Outcome.from(line));
            default ->
                throw new IllegalArgumentException("nobody knows a report of '" + line.getString("report") + "'");
        }
    }

    Sightings sightings() {
        return sightings;
    }

    synchronized List<Addition> additions() {
        return List.copyOf(additions);
    }

    /** By the number of the addition. */
    synchronized Map<Long, Outcome> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** Waits until this replica is in the middle of adding to a list that no fence guards, but for no longer than this. */
    synchronized void awaitUnfenced(String node, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        int seen = additions.size();
        try {
            while (additions.subList(seen, additions.size()).stream()
                    .noneMatch(
                            added -> added.node().equals(node) && !added.kind().isFenced())) {
                long millis = (until - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return;
                }
                wait(millis);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(Addition addition) {
        additions.add(addition);
        notifyAll();
    }

    private synchronized void add(Outcome outcome) {
        outcomes.put(outcome.number(), outcome);
    }
}
