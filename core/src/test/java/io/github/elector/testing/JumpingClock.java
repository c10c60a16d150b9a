// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import io.github.elector.time.Clock;
import io.github.elector.time.Moment;
import io.github.elector.time.SystemClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The clocks of the machine, of which the wall clock can be set, and between whose readings something can be done. */
public final class JumpingClock implements Clock {
    private final AtomicLong offsetMillis = new AtomicLong();
    private final ThreadLocal<Boolean> isReading = ThreadLocal.withInitial(() -> false);
    private volatile Runnable afterReading = () -> {};

    @Override
    public Moment now() {
        Moment real = SystemClock.INSTANCE.now();
        if (!isReading.get()) {
            isReading.set(true);
            afterReading.run();
            isReading.set(false);
        }
        return new Moment(real.nanos(), real.wallMillis() + offsetMillis.get());
    }

    /** Is run by whoever reads the clocks, after it was told them; its own readings are left out. */
    public void afterEachReading(Runnable act) {
        afterReading = act;
    }

    /** Sets the wall clock ahead, or back if negative. */
    public void jump(Duration by) {
        offsetMillis.addAndGet(by.toMillis());
    }
}
