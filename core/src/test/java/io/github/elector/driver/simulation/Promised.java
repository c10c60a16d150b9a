// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.simulation.Violation;
import io.vertx.core.Future;

/** A future that has to be complete in so much time, counted while its process is not paused. */
final class Promised {
    private final Jvm jvm;
    private final String what;
    private final long nanos;
    private final long askedAt;

    Promised(Jvm jvm, String what, long nanos) {
        this.jvm = jvm;
        this.what = what;
        this.nanos = nanos;
        this.askedAt = jvm.awakeNanos();
    }

    /** From now on. */
    void watch(Future<?> future) {
        jvm.world.tally.add(Kind.FUTURES);
        future.onComplete(done -> jvm.world.tally.took(what, (double) (jvm.awakeNanos() - askedAt) / nanos));
        lookLater(future, nanos);
    }

    private void lookLater(Future<?> future, long in) {
        jvm.world.timeline.after(in, () -> {
            long left = nanos - (jvm.awakeNanos() - askedAt);
            if (future.isComplete() || !jvm.isAlive()) {
                return;
            }
            if (left > 0) {
                lookLater(future, left);
                return;
            }
            throw new Violation("L5: " + what + " on " + jvm + " is not complete after " + nanos / 1_000_000 + " ms");
        });
    }
}
