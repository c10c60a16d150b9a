// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.sql.testing.TcpProxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A line that is silent and works again in turns, until it is ended. */
final class Flapping {
    private final TcpProxy line;
    private final Duration each;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::flap, "faults-flapping");

    Flapping(TcpProxy line, Duration each) {
        this.line = line;
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
            boolean silent = false;
            do {
                silent = !silent;
                if (silent) {
                    line.pause();
                } else {
                    line.resume();
                }
            } while (!ended.await(each.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            line.resume();
        }
    }
}
