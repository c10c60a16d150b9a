// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.Timing;
import io.github.elector.time.Moment;

/**
 * The two clocks of one machine. Both run at a rate of their own within ±ρ, from a random origin; the monotonic one
 * stands still while the machine is suspended, the wall clock can be set.
 */
public final class NodeClock {
    private static final long MILLION = 1_000_000;
    private static final long MOST_DRIFT_PPM = MILLION / Timing.DRIFT_DIVISOR;

    private final Timeline timeline;
    private final long origin;
    private final long driftPpm;
    private final long wallDriftPpm;
    private long wallOffsetMillis;
    private long suspendedNanos;

    public NodeClock(Timeline timeline, Chance chance) {
        this.timeline = timeline;
        this.origin = chance.percent(50) ? Long.MAX_VALUE - chance.between(0, 60_000 * MILLION) : chance.bits();
        this.driftPpm = drift(chance);
        this.wallDriftPpm = drift(chance);
        this.wallOffsetMillis = 1_700_000_000_000L + chance.between(-10_000_000, 10_000_000);
    }

    private static long drift(Chance chance) {
        if (chance.percent(50)) {
            return chance.percent(50) ? MOST_DRIFT_PPM : -MOST_DRIFT_PPM;
        }
        return chance.between(-MOST_DRIFT_PPM, MOST_DRIFT_PPM);
    }

    public Moment now() {
        long running = timeline.now() - suspendedNanos;
        long wall = timeline.now() + timeline.now() / MILLION * wallDriftPpm;
        return new Moment(origin + running + running / MILLION * driftPpm, wallOffsetMillis + wall / MILLION);
    }

    /** How long so many nanoseconds of the monotonic clock last in true time, at least. */
    public long trueNanos(long ownNanos) {
        return ownNanos <= 0 ? 0 : (long) Math.ceil(ownNanos * (double) MILLION / (MILLION + driftPpm));
    }

    public void stepWall(long millis) {
        wallOffsetMillis += millis;
    }

    /** The machine slept for this long, until now. */
    public void slept(long nanos) {
        suspendedNanos += nanos;
    }
}
