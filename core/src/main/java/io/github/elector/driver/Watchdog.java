// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.OverrunPolicy;
import io.github.elector.lease.TermId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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

    private static final long LONGEST_MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final boolean halts;
    private final long marginNanos;
    private final Map<TermId, Watched> halting = new HashMap<>();
    private @Nullable Thread thread;

    /** Work that has to have ended by then. */
    private record Watched(long atNanos, BooleanSupplier stillRuns) {}

    /**
     * Halts a fifth of the stop budget before the hard end, at most half a second: on a machine that is busy, neither the
     * thread nor the halting is punctual.
     */
    Watchdog(OverrunPolicy policy, long stopNanos) {
        this.halts = policy == OverrunPolicy.HALT;
        this.marginNanos = Math.min(stopNanos / 5, LONGEST_MARGIN_NANOS);
    }

    /**
     * The work of this term was told to end, and has to have by then.
     *
     * @param stillRuns asked then, on a thread of its own: where the elector was closed meanwhile, nobody tells that it has ended
     */
    synchronized void watch(TermId term, long hardEndNanos, BooleanSupplier stillRuns) {
        if (!halts) {
            return;
        }
        halting.put(term, new Watched(hardEndNanos - marginNanos, stillRuns));
        if (thread == null) {
            Thread guard = new Thread(this::guard, "vertx-elector-watchdog");
            guard.setDaemon(true);
            guard.start();
            thread = guard;
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** It has ended. */
    synchronized void forget(TermId term) {
        halting.remove(term);
    }

    private void guard() {
        for (OptionalLong left = leftNanos(); left.isPresent(); left = leftNanos()) {
            if (left.getAsLong() > 0) {
                LockSupport.parkNanos(left.getAsLong());
            } else if (isAnyLate()) {
                Runtime.getRuntime().halt(STATUS);
            }
        }
    }

    /** What has ended without a word is watched no longer. */
    private synchronized boolean isAnyLate() {
        long now = System.nanoTime();
        halting.values()
                .removeIf(watched ->
                        now - watched.atNanos() >= 0 && !watched.stillRuns().getAsBoolean());
        return halting.values().stream().anyMatch(watched -> now - watched.atNanos() >= 0);
    }

    /** Until the first halt; empty if nothing is left to watch, and then the next watch starts a thread anew. */
    private synchronized OptionalLong leftNanos() {
        if (halting.isEmpty()) {
            thread = null;
        }
        long now = System.nanoTime();
        return halting.values().stream()
                .mapToLong(watched -> watched.atNanos() - now)
                .min();
    }
}
