// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import io.github.elector.time.Clock;
import io.github.elector.time.Moment;
import io.github.elector.time.SystemClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The clocks of the machine, of which the wall clock can be set. */
public final class JumpingClock implements Clock {
    private final AtomicLong offsetMillis = new AtomicLong();

    @Override
    public Moment now() {
        Moment real = SystemClock.INSTANCE.now();
        return new Moment(real.nanos(), real.wallMillis() + offsetMillis.get());
    }

    /** Sets the wall clock ahead, or back if negative. */
    public void jump(Duration by) {
        offsetMillis.addAndGet(by.toMillis());
    }
}
