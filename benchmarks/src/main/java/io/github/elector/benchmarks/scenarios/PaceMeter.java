// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Does the same small work every two milliseconds, on a thread of its own: some two hundredths of a processor. */
public final class PaceMeter implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int WARM_UP = 2_000;
    private static final int STEPS = 20_000;

    private final List<Stint> samples = new ArrayList<>();
    private final Thread thread = new Thread(this::measure, "benchmarks pace");
    private long state = 88_172_645_463_325_252L;
    private volatile boolean ended;

    private PaceMeter() {}

    /** From now on, until its end. */
    public static PaceMeter begin() {
        PaceMeter meter = new PaceMeter();
        meter.thread.setDaemon(true);
        meter.thread.start();
        return meter;
    }

    /** What it has seen until now, once at least; it sees no more. */
    public Pace end() {
        close();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return new Pace(samples);
    }

    @Override
    public void close() {
        ended = true;
    }

    private void measure() {
        for (int i = 0; i < WARM_UP; i++) {
            work();
        }
        do {
            long begun = System.nanoTime();
            long before = THREADS.getCurrentThreadCpuTime();
            work();
            long took = THREADS.getCurrentThreadCpuTime() - before;
            samples.add(new Stint(begun, System.nanoTime(), took));
            CleanHandover.pause(PAUSE_NANOS);
        } while (!ended);
    }

    /** In registers alone: it says how fast the processor is, and not its caches. */
    private void work() {
        long x = state;
        for (int i = 0; i < STEPS; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        state = x;
    }
}
