// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import java.util.PriorityQueue;

/** True time, which no node can read, and what happens in it; events of one instant in the order they were planned. */
public final class Timeline {
    private final PriorityQueue<Planned> queue = new PriorityQueue<>(
            (one, other) -> one.at != other.at ? Long.compare(one.at, other.at) : Long.compare(one.order, other.order));
    private long now;
    private long planned;

    private record Planned(long at, long order, Runnable event) {}

    public long now() {
        return now;
    }

    public void at(long at, Runnable event) {
        queue.add(new Planned(Math.max(at, now), planned++, event));
    }

    public void after(long nanos, Runnable event) {
        at(now + nanos, event);
    }

    /** Lets the next event happen if it comes before {@code until}; otherwise it is {@code until}. */
    public boolean step(long until) {
        Planned next = queue.peek();
        if (next == null || next.at > until) {
            now = until;
            return false;
        }
        queue.remove();
        now = next.at;
        next.event.run();
        return true;
    }
}
