// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How much was asked of a server, from reading to reading. Any thread. */
final class AskedOverTime {
    private final NavigableMap<Long, Long> readings = new TreeMap<>();

    /** So much was asked until then, as {@link System#nanoTime()} has it. */
    synchronized void read(long nanos, long asked) {
        readings.put(nanos, asked);
    }

    /** The most that was asked in any such time between the two moments; zero if there are no two readings. */
    synchronized long most(Duration time, long from, long to) {
        long most = 0;
        NavigableMap<Long, Long> between = readings.subMap(from, true, to, true);
        for (var begin : between.entrySet()) {
            var end = between.floorEntry(begin.getKey() + time.toNanos());
            most = Math.max(most, end.getValue() - begin.getValue());
        }
        return most;
    }
}
