// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.time.Clock;
import io.github.elector.time.Moment;

/**
 * The time in which the work of a term that is over may finish what it is doing. Any thread may ask.
 *
 * @param clock by which it is measured
 * @param began when the term was over
 * @param budgetNanos for how long: the stop budget, or what was left until the hard end of the session if that is less
 */
record Drain(Clock clock, Moment began, long budgetNanos) {
    boolean isWithinBudget() {
        return clock.now().elapsedNanosSince(began) < budgetNanos;
    }
}
