// SPDX-License-Identifier: Apache-2.0
package io.github.elector.time;

/** The clocks of the machine; the one place that reads them. */
public final class SystemClock implements Clock {
    /** The only one needed. */
    public static final SystemClock INSTANCE = new SystemClock();

    private SystemClock() {}

    @Override
    public Moment now() {
        return new Moment(System.nanoTime(), System.currentTimeMillis());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
