// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Wakes every few milliseconds, and so knows when this machine had no time for anybody. */
final class Ticker implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final List<Stall> stalls = new ArrayList<>();
    private final Thread thread = new Thread(this::tick, "faults-ticker");
    private volatile boolean closed;

    private record Stall(long fromNanos, long untilNanos) {}

    Ticker() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether there was a stall of more than {@link Times#STALL} between these. */
    synchronized boolean stalledBetween(long fromNanos, long untilNanos) {
        return stalls.stream()
                .anyMatch(stall -> stall.untilNanos() - fromNanos > 0 && untilNanos - stall.fromNanos() > 0);
    }

    /** How many there were, and the longest. */
    synchronized String summary() {
        long longest = stalls.stream()
                .mapToLong(stall -> stall.untilNanos() - stall.fromNanos())
                .max()
                .orElse(0);
        return stalls.size() + " of more than " + Times.STALL.toMillis() + " ms, the longest "
                + Duration.ofNanos(longest).toMillis() + " ms";
    }

    @Override
    public void close() {
        closed = true;
    }

    private void tick() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            if (now - last > Times.STALL.toNanos()) {
                synchronized (this) {
                    stalls.add(new Stall(last, now));
                }
            }
            last = now;
        }
    }
}
