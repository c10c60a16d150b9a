// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a fault keeps until it is healed. One thread. */
final class Keeper {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    /** To be run when the fault is healed, the last first. */
    void keep(Runnable end) {
        ends.push(end);
    }

    void letGo() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }
}
