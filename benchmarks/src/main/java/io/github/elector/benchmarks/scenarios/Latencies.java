// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/**
 * How long something took, round by round, in an HdrHistogram of microseconds with five digits: what a lease is subtracted
 * from must be right to more than what is left. A round begins when its event is caused, never when a measuring loop gets to
 * it; one that does not end in time counts with all the time it had and is counted as unfinished, so that no stall makes the
 * figures better.
 */
public final class Latencies {
    private final Histogram micros = new PackedHistogram(TimeUnit.HOURS.toMicros(1), 5);
    private int unfinished;

    public synchronized void record(long nanos) {
        micros.recordValue(Math.max(0, nanos) / 1000);
    }

    /** A round that had this long and did not end. */
    public synchronized void recordUnfinished(long nanos) {
        unfinished++;
        record(nanos);
    }

    public synchronized int rounds() {
        return Math.toIntExact(micros.getTotalCount());
    }

    /** The value in milliseconds that this share (0 to 100) of the rounds do not exceed. */
    public synchronized double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    /** Milliseconds. */
    public synchronized JsonObject toJson() {
        JsonObject json = new JsonObject().put("rounds", rounds()).put("unfinished", unfinished);
        if (rounds() > 0) {
            json.put("min", micros.getMinValue() / 1e3)
                    .put("p25", millis(25))
                    .put("p50", millis(50))
                    .put("p75", millis(75))
                    .put("p95", millis(95))
                    .put("p99", millis(99))
                    .put("max", micros.getMaxValue() / 1e3);
        }
        return json;
    }
}
