// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.examples.cluster.ReplicaEvent;
import java.util.HashMap;
import java.util.Map;

/** The last yes of each term; any thread. */
final class Sightings {
    private final Map<String, Long> last = new HashMap<>();

    synchronized void add(Sighting sighting) {
        last.merge(
                key(sighting.component(), sighting.term(), sighting.node()),
                sighting.nanos(),
                (before, now) -> now - before > 0 ? now : before);
    }

    /** When the term of this elected said yes for the last time; its beginning if it was never asked. */
    synchronized long lastYes(ReplicaEvent elected) {
        return last.getOrDefault(key(elected.component(), elected.termNumber(), elected.node()), elected.nanos());
    }

    private static String key(String component, long term, String node) {
        return component + " " + term + " " + node;
    }
}
