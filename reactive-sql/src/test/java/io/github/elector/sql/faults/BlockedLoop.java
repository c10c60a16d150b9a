// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The only event loop of a Vertx, which does nothing until it is ended. */
final class BlockedLoop {
    private static final long LONGEST_SECONDS = 20;

    private final CountDownLatch ended = new CountDownLatch(1);

    BlockedLoop(Vertx vertx) {
        // Behind what whoever was caught does first.
        vertx.runOnContext(turn -> vertx.runOnContext(next -> block()));
    }

    void end() {
        ended.countDown();
    }

    private void block() {
        try {
            boolean healed = ended.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            assert healed : "nobody ended the blockade";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
