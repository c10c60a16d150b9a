// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What would be left behind if this process ended now. It is removed when the process ends, also by Ctrl-C or SIGTERM,
 * when nothing is closed any more; only kill -9 leaves it.
 */
final class Remains {
    private static final Set<Runnable> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALL.forEach(Remains::remove), "benchmarks remains"));
    }

    private Remains() {}

    private static void remove(Runnable removal) {
        try {
            removal.run();
        } catch (RuntimeException unremoved) {
            System.err.println("left behind: " + unremoved);
        }
    }

    /** Has this run at the end, unless it is forgotten before. Any thread. */
    static void remember(Runnable removal) {
        ALL.add(removal);
    }

    /** There is nothing left to remove. */
    static void forget(Runnable removal) {
        ALL.remove(removal);
    }
}
