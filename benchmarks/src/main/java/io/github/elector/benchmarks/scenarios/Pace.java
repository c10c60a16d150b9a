// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * When a machine did what it usually does in a time, and when several times less. A virtual one can be held back by its
 * host: then everything in it takes longer, processor time included, and no counter of the guest says so.
 */
public final class Pace {
    /** So many times as long as usual is slow; a cache that others have used is no reason yet. */
    private static final int SLOW = 3;

    private final List<Stint> samples;
    private final Latencies work = new Latencies();
    /** From when until when it was slow: what came between two samples counts with either. */
    private final NavigableMap<Long, Long> slow = new TreeMap<>();

    /** By these, one behind the other, of the same work. */
    Pace(List<Stint> samples) {
        this.samples = List.copyOf(samples);
        this.samples.forEach(each -> work.record(each.nanos()));
        long usual = usualNanos();
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i).nanos() > SLOW * usual) {
                long from = samples.get(Math.max(0, i - 1)).endedNanos();
                long until = samples.get(Math.min(samples.size() - 1, i + 1)).begunNanos();
                add(
                        Math.min(from, samples.get(i).begunNanos()),
                        Math.max(until, samples.get(i).endedNanos()));
            }
        }
    }

    private long usualNanos() {
        List<Long> sorted = samples.stream().map(Stint::nanos).sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    private void add(long from, long until) {
        Map.Entry<Long, Long> before = slow.lastEntry();
        if (before != null && before.getValue() >= from) {
            slow.put(before.getKey(), until);
        } else {
            slow.put(from, until);
        }
    }

    /** Whether it was never slow between these two times of {@link System#nanoTime()}. */
    boolean isUsual(long fromNanos, long untilNanos) {
        Map.Entry<Long, Long> last = slow.floorEntry(untilNanos);
        return last == null || last.getValue() < fromNanos;
    }

    /** Which part of the time it was slow, 0 to 1. */
    double slowShare() {
        if (samples.isEmpty()) {
            return 0;
        }
        long all = samples.get(samples.size() - 1).endedNanos() - samples.get(0).begunNanos();
        return stretches().stream().mapToLong(Long::longValue).sum() / (double) Math.max(1, all);
    }

    /** How long the work took, and how much of the time was slow. */
    public JsonObject toJson() {
        long longest = stretches().stream().mapToLong(Long::longValue).max().orElse(0);
        return new JsonObject()
                .put("work", work.toJson().put("p99.9", work.millis(99.9)))
                .put("slowShare", slowShare())
                .put("slowStretches", slow.size())
                .put("longestStretchMillis", TimeUnit.NANOSECONDS.toMillis(longest));
    }

    private List<Long> stretches() {
        List<Long> lengths = new ArrayList<>();
        slow.forEach((from, until) -> lengths.add(until - from));
        return lengths;
    }
}
