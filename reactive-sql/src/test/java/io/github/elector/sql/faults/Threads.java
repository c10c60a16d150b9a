// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Counts the threads of electors, their lines and the cells; what the JVM and JDBC drivers keep is not theirs. */
final class Threads {
    private static final List<String> OURS = List.of("vert.x-", "proxy-", "faults-flapping", "faults-sampler");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Threads() {}

    /** How many of each kind there are now. */
    static Map<String, Long> live() {
        return Thread.getAllStackTraces().keySet().stream()
                .flatMap(thread -> OURS.stream().filter(thread.getName()::startsWith))
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
    }

    /** Those of which there are more than before, once those that end have had time to. */
    static Map<String, Long> moreThan(Map<String, Long> before) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        Map<String, Long> more = grown(before);
        while (!more.isEmpty() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            more = grown(before);
        }
        return more;
    }

    private static Map<String, Long> grown(Map<String, Long> before) {
        Map<String, Long> now = live();
        now.replaceAll((kind, count) -> count - before.getOrDefault(kind, 0L));
        now.values().removeIf(count -> count <= 0);
        return now;
    }
}
