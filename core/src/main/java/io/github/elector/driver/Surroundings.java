// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.metrics.ElectorMetrics;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.term.Deadlines;
import io.github.elector.time.Clock;
import io.github.elector.time.SystemClock;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * What a host takes from the world around it, and a test may play: with all of it played, the same events make the same
 * host do the same. Public for the test kit, which is in another package.
 *
 * @param clock the clocks
 * @param chance where session ids and the spread of waiting times come from
 * @param deadlines who keeps deadlines
 * @param metrics who measures what it does
 */
public record Surroundings(Clock clock, RandomGenerator chance, Deadlines deadlines, ElectorMetrics metrics) {
    /** Those nobody measures. */
    public Surroundings(Clock clock, RandomGenerator chance, Deadlines deadlines) {
        this(clock, chance, deadlines, host -> HostMetrics.NONE);
    }

    /** Those of a process: session ids nobody can guess. */
    public static final Surroundings OF_THE_SYSTEM =
            new Surroundings(SystemClock.INSTANCE, new SecureRandom(), Deadlines.OF_VERTX);

    /** The same with another clock. */
    public Surroundings with(Clock other) {
        return new Surroundings(other, chance, deadlines, metrics);
    }

    /** The same, measured. */
    Surroundings measuredBy(ElectorMetrics measuring) {
        return new Surroundings(clock, chance, deadlines, measuring);
    }
}
