// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.OverrunPolicy;
import io.github.elector.lease.TermId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Halts the JVM if work still runs just before its lease could be taken, where the policy says so.
 *
 * <p>It is a thread and no timer: the work that hangs may hang an event loop. The thread exists only with that policy
 * and only while something is watched. Halting stops all Java code at once; the process itself may need 300 ms more to
 * vanish, for which the JVM waits for threads that are in native code.
 */
final class Watchdog {
    /** What a JVM that was halted by it ends with: EX_SOFTWARE of sysexits.h. */
    static final int STATUS = 70;

    private static final long MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final boolean halts;
    private final Map<TermId, Long> hardEnds = new ConcurrentHashMap<>();
    private @Nullable Thread thread;

    Watchdog(OverrunPolicy policy) {
        this.halts = policy == OverrunPolicy.HALT;
    }

    /** The work of this term was told to end, and has to have by then. */
    void watch(TermId term, long hardEndNanos) {
        if (!halts) {
            return;
        }
        hardEnds.put(term, hardEndNanos - MARGIN_NANOS);
        if (thread == null || !thread.isAlive()) {
            thread = new Thread(this::guard, "vertx-elector-watchdog");
            thread.setDaemon(true);
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** It has ended. */
    void forget(TermId term) {
        hardEnds.remove(term);
    }

    private void guard() {
        while (!hardEnds.isEmpty()) {
            long now = System.nanoTime();
            long left =
                    hardEnds.values().stream().mapToLong(end -> end - now).min().orElse(MARGIN_NANOS);
            if (left <= 0) {
                Runtime.getRuntime().halt(STATUS);
            }
            LockSupport.parkNanos(left);
        }
    }
}
