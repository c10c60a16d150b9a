// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A fault that comes and goes in turns, until it is ended. */
final class Flapping {
    private final Runnable come;
    private final Runnable go;
    private final Duration each;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::flap, "faults-flapping");

    Flapping(Runnable come, Runnable go, Duration each) {
        this.come = come;
        this.go = go;
        this.each = each;
        thread.setDaemon(true);
        thread.start();
    }

    void end() {
        ended.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void flap() {
        try {
            boolean there = false;
            do {
                there = !there;
                (there ? come : go).run();
            } while (!ended.await(each.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            go.run();
        }
    }
}
