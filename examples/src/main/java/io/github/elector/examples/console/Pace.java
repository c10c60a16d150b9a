// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.time.Duration;

/**
 * How often a console does what it does again and again.
 *
 * @param look pause between two looks at the tables
 * @param instances pause between two reads of the instances
 * @param beat pause between two beats for whoever listens
 * @param patience how long a line may be idle, or take nothing of what is to be written, before it is cut; longer than a
 *     beat
 */
record Pace(Duration look, Duration instances, Duration beat, Duration patience) {
    Pace {
        if (patience.compareTo(beat) <= 0) {
            throw new IllegalArgumentException("patience (" + patience + ") must be longer than a beat (" + beat + ")");
        }
    }

    /** With the way to the database, what others do shows well within a second. */
    static final Pace USUAL =
            new Pace(Duration.ofMillis(400), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(15));
}
