// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.lease.Timing;
import java.util.List;
import java.util.Map;

/**
 * The definition of a world: what there is, what may go wrong, and where it ends.
 *
 * @param name to choose it by
 * @param timing of all hosts
 * @param machines one for each candidate; those that are equal may change places
 * @param limits how often each fault may happen
 * @param faults how many may happen in all
 * @param windowNanos faults begin in this time only, from the beginning of the world, and processes are started in it
 * @param terms what happens after so many terms were granted, and the next, is not looked at
 * @param grainNanos things happen at multiples of this only; timers are late by less than this
 */
record Scope(
        String name,
        Timing timing,
        List<Machine> machines,
        Map<Fault, Integer> limits,
        int faults,
        long windowNanos,
        int terms,
        long grainNanos) {
    private static final long MILLI = 1_000_000;
    /** A step of a clock, a wait or a delay of this many leases is more than a lease by any clock. */
    private static final double LONG = 1.25;

    Scope {
        machines = List.copyOf(machines);
        limits = Map.copyOf(limits);
        if (grainNanos % MILLI != 0) {
            throw new IllegalArgumentException("grain (" + grainNanos + " ns) must be a multiple of a millisecond");
        }
    }

    /** How far clocks are set. */
    long stepMillis() {
        return longNanos() / MILLI;
    }

    /** How late a message is at most, how long a process is paused, and how long work takes: until any instant before. */
    long longNanos() {
        long nanos = (long) (timing.leaseNanos() * LONG);
        return nanos - nanos % grainNanos;
    }

    /** How long somebody who resigns stays out. */
    long stayOutNanos() {
        return timing.leaseNanos() / 2;
    }

    /** G6: lease × (1 + ρ), stop, one look and two store timeouts, by the slowest clock. */
    long leaderlessNanos() {
        long most = timing.observeNanos() + timing.stopNanos() + timing.retryNanos() + 2 * timing.storeTimeoutNanos();
        return most + most / (Timing.DRIFT_DIVISOR - 1);
    }

    Budget budget() {
        return Budget.of(limits, faults);
    }
}
