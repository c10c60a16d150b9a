// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import java.time.Duration;

/** What the value of an option may be. Who is outside of it is told the option, its value and the rule. */
public final class Bounds {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private Bounds() {}

    /**
     * Nothing, for a number within these bounds, both included.
     *
     * @throws IllegalArgumentException for any other
     */
    public static void checkNumber(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    option + " (" + value + ") must be between " + least + " and " + most + ": give another number");
        }
    }

    /**
     * Nothing, for a time in which something can be measured: one second or more.
     *
     * @throws IllegalArgumentException for a shorter one
     */
    public static void checkTime(String option, Duration value) {
        if (value.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    option + " (" + value.toMillis() + " ms) must be at least 1 s: give a longer time");
        }
    }
}
