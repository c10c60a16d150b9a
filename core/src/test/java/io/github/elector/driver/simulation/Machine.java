// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.simulation.NodeClock;
import org.jspecify.annotations.Nullable;

/** A machine with clocks of its own, and the processes that run on it one after the other. */
final class Machine {
    final String name;
    final NodeClock clock;
    /** The process that runs on it, if one does. */
    @Nullable
    Jvm jvm;

    int incarnations;
    boolean asleep;
    /** When it last woke, in true time. */
    long sleptAt = Long.MIN_VALUE;

    Machine(String name, NodeClock clock) {
        this.name = name;
        this.clock = clock;
    }

    @Override
    public String toString() {
        return name;
    }
}
