// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** The times at which elections want a tick; one that has changed its mind is ticked in vain, which does no harm. */
final class Wakes {
    private final PriorityQueue<Wake> queue =
            new PriorityQueue<>((one, other) -> Long.signum(one.atNanos() - other.atNanos()));

    private record Wake(long atNanos, Candidate candidate) {}

    void add(Candidate candidate) {
        OptionalLong at = candidate.election.wakeAtNanos();
        if (at.isPresent() && !at.equals(candidate.queuedWake)) {
            candidate.queuedWake = at;
            queue.add(new Wake(at.getAsLong(), candidate));
        }
    }

    /** Those whose time has come. */
    List<Candidate> due(long nowNanos) {
        List<Candidate> due = new ArrayList<>();
        for (Wake wake = queue.peek(); wake != null && nowNanos - wake.atNanos() >= 0; wake = queue.peek()) {
            queue.remove();
            wake.candidate().queuedWake = OptionalLong.empty();
            due.add(wake.candidate());
        }
        return due;
    }

    OptionalLong soonestNanos() {
        Wake wake = queue.peek();
        return wake == null ? OptionalLong.empty() : OptionalLong.of(wake.atNanos());
    }
}
