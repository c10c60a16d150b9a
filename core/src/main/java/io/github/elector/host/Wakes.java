// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** The times at which elections want a tick; one that has changed its mind is ticked in vain, which does no harm. */
final class Wakes {
    private static final int FEW = 256;

    private final PriorityQueue<Wake> queue =
            new PriorityQueue<>((one, other) -> Long.signum(one.atNanos() - other.atNanos()));

    /** With so many there are as many that somebody waits for as others, or hardly any. */
    private int enough = FEW;

    private record Wake(long atNanos, Candidate candidate) {}

    void add(Candidate candidate) {
        OptionalLong at = candidate.election.wakeAtNanos();
        if (at.isPresent() && !at.equals(candidate.queuedWake)) {
            candidate.queuedWake = at;
            queue.add(new Wake(at.getAsLong(), candidate));
            if (queue.size() > enough) {
                forgetWhatNobodyWaitsFor();
            }
        }
    }

    private void forgetWhatNobodyWaitsFor() {
        queue.removeIf(wake -> {
            Candidate candidate = wake.candidate();
            OptionalLong at = OptionalLong.of(wake.atNanos());
            if (at.equals(candidate.election.wakeAtNanos()) && at.equals(candidate.queuedWake)) {
                return false;
            }
            if (at.equals(candidate.queuedWake)) {
                candidate.queuedWake = OptionalLong.empty();
            }
            return true;
        });
        enough = Math.max(FEW, 2 * queue.size());
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
