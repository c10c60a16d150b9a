// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.Term;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is known of one term of one process. */
final class Reign {
    final Jvm jvm;
    final TermId id;
    /** Verticles that were started and have not ended. */
    final List<PlayedWork> works = new ArrayList<>();
    /** What its users ask, once somebody has got hold of it. */
    @Nullable
    Term term;

    int acts;
    boolean revoked;
    long revokedAt;
    long revokedNanos;
    long hardEndNanos;
    boolean saidNo;
    boolean reportedOverrun;

    Reign(Jvm jvm, TermId id) {
        this.jvm = jvm;
        this.id = id;
    }

    boolean isWorking() {
        return !works.isEmpty() || acts > 0;
    }

    /** Whether anything may still think that it is valid. */
    boolean mayBeValid() {
        return jvm.isAlive() && !revoked && !saidNo && term != null && !jvm.machine.asleep;
    }

    /**
     * Whether it is inside its stop budget, and nobody could have taken its lease yet. The monotonic clock of a machine that
     * slept in that lease does not know when that was.
     */
    boolean mayStillStop(Timing timing) {
        long now = ownNanos();
        return jvm.machine.sleptAt < revokedAt - 2 * timing.leaseNanos()
                && now - revokedNanos < timing.stopNanos()
                && now - hardEndNanos < 0;
    }

    long ownNanos() {
        return jvm.machine.clock.now().nanos();
    }

    @Override
    public String toString() {
        return id + " of " + jvm;
    }
}
