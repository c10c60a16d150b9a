// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Who takes part in a run, where, and with which times.
 *
 * @param peers in the order of their turns
 * @param lease the times for all
 * @param shortLease the times for what has to wait for the end of a lease; those who cannot have them get the nearest
 * @param progress is told, in one line, what is done
 */
public record Field(Servers servers, List<Peer> peers, Times lease, Times shortLease, Consumer<String> progress) {
    private static final AtomicInteger NAMES = new AtomicInteger();

    public Field {
        peers = List.copyOf(peers);
    }

    /** With the floor below ours, where that takes part. */
    public List<Peer> peersAndFloor() {
        return peers.contains(Peer.ELECTOR)
                ? Stream.concat(peers.stream(), Stream.of(Peer.FLOOR)).toList()
                : peers;
    }

    /** A component nobody has campaigned for, also in other runs on this database. */
    static String fresh(String scenario) {
        return scenario + "/" + Long.toString(System.currentTimeMillis(), 36) + "/" + NAMES.incrementAndGet();
    }

    /** What is done, in one line. */
    public void say(String line) {
        progress.accept(line);
    }
}
