// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.session.Grant;
import io.github.elector.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Until when the terms of one session are valid: a reference to the latest grant, compared with the clocks by whoever
 * asks.
 *
 * <p>Any thread may ask. Once the answer was no it stays no, also if the wall clock that caused it is set back: the one
 * who sees the end takes the grant away. Only the driver's context extends.
 */
final class Validity {
    private final Clock clock;
    private final Runnable onOver;
    private final AtomicReference<@Nullable Grant> grant;

    /** Valid by this grant; {@code onOver} is run by the thread that sees the end first, if a reader does. */
    Validity(Clock clock, Grant grant, Runnable onOver) {
        this.clock = clock;
        this.onOver = onOver;
        this.grant = new AtomicReference<>(grant);
    }

    boolean isValid() {
        return leftNanos() > 0;
    }

    /** Until the hard end; zero or less once it is over. */
    long leftNanos() {
        for (Grant latest = grant.get(); latest != null; latest = grant.get()) {
            long left = latest.hardLeftNanos(clock.now());
            if (left > 0) {
                return left;
            }
            if (grant.compareAndSet(latest, null)) {
                onOver.run();
            }
        }
        return 0;
    }

    /** A later grant; ignored if it is over already. */
    void extend(Grant later) {
        Grant latest = grant.get();
        while (latest != null && !grant.compareAndSet(latest, later)) {
            latest = grant.get();
        }
    }

    /** Over, whatever the grant says. */
    void end() {
        grant.set(null);
    }
}
