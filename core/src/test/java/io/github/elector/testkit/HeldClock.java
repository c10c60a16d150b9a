// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import io.github.elector.time.Clock;
import io.github.elector.time.Moment;
import io.github.elector.time.SystemClock;
import java.util.concurrent.TimeUnit;

/**
 * The clocks of an elector under test. They go with those of the machine, but not beyond a time that is set anew by every
 * heartbeat: there they stand until the next one is answered. So a test that is held at a breakpoint, or runs on a machine
 * that is busy, does not lose its session, and only {@link #pass} ends it. Any thread.
 */
final class HeldClock implements Clock {
    private final Moment began = SystemClock.INSTANCE.now();
    private long realNanos = began.nanos();
    private long passedNanos;
    private long holdAtNanos = Long.MAX_VALUE;

    @Override
    public synchronized Moment now() {
        long nanos = SystemClock.INSTANCE.nanos();
        // Where it is held it may be past already: then it stands.
        long most = Math.max(0, holdAtNanos - passedNanos);
        passedNanos += Math.min(nanos - realNanos, most);
        realNanos = nanos;
        return new Moment(began.nanos() + passedNanos, began.wallMillis() + TimeUnit.NANOSECONDS.toMillis(passedNanos));
    }

    /** Goes on until so long after {@code earlier}, and not further before it is told to. */
    synchronized void hold(Moment earlier, long nanos) {
        now();
        holdAtNanos = earlier.nanos() - began.nanos() + nanos;
    }

    /** Is where it is held, at once. */
    synchronized void passToHold() {
        now();
        passedNanos = Math.max(passedNanos, holdAtNanos == Long.MAX_VALUE ? 0 : holdAtNanos);
    }

    /** Is held so much later than it was, and is there at once. */
    synchronized void stretchHold(long nanos) {
        holdAtNanos = holdAtNanos == Long.MAX_VALUE ? Long.MAX_VALUE : holdAtNanos + nanos;
        passToHold();
    }

    /** So much has passed, on both clocks and at once, and nothing holds them. */
    synchronized void pass(long nanos) {
        now();
        passedNanos += nanos;
        holdAtNanos = Long.MAX_VALUE;
    }
}
