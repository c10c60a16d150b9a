// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much is asked of a server per second by those who ask at intervals. How many of their bursts fall into a window is
 * luck, and what is asked from one burst to the same burst of another interval is not. Any thread.
 */
final class AskedInBursts {
    /** Who is never silent for so long has no bursts. */
    private static final long SILENCE_NANOS = Duration.ofMillis(500).toNanos();
    /** Several bursts in an interval are told apart by the silence before them; this share of the longest is as long. */
    private static final double ALIKE = 0.9;

    /** So much had been asked by then, as {@link System#nanoTime()} has it. */
    record Moment(long nanos, long asked) {
        double perSecondUntil(Moment later) {
            return (later.asked - asked) / ((later.nanos - nanos) / 1e9);
        }
    }

    /** Where a burst begins, and how long nothing was asked before it. */
    private record Burst(Moment begin, long silenceNanos) {}

    private final List<Burst> bursts = new ArrayList<>();
    private Moment last = new Moment(System.nanoTime(), 0);

    /** So much has been asked until now. */
    synchronized void read(long nanos, long asked) {
        if (asked <= last.asked) {
            // Nothing whole has come, or another thread was faster.
            return;
        }
        if (nanos - last.nanos >= SILENCE_NANOS) {
            bursts.add(new Burst(new Moment(nanos, last.asked), nanos - last.nanos));
        }
        last = new Moment(nanos, asked);
    }

    /** How much has been asked by now. */
    synchronized Moment now() {
        return new Moment(System.nanoTime(), last.asked);
    }

    /** From the first burst in this window to the last that is like it, if that is half of it; else in all of it. */
    synchronized double perSecond(Moment from, Moment to) {
        List<Burst> within = bursts.stream()
                .filter(burst -> burst.begin.nanos >= from.nanos && burst.begin.nanos <= to.nanos)
                .toList();
        long longest = within.stream().mapToLong(Burst::silenceNanos).max().orElse(0);
        List<Moment> alike = within.stream()
                .filter(burst -> burst.silenceNanos >= ALIKE * longest)
                .map(Burst::begin)
                .toList();
        if (alike.isEmpty()) {
            return from.perSecondUntil(to);
        }
        Moment first = alike.get(0);
        Moment again = alike.get(alike.size() - 1);
        boolean enough = again.nanos - first.nanos >= (to.nanos - from.nanos) / 2;
        return enough ? first.perSecondUntil(again) : from.perSecondUntil(to);
    }
}
