// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

import java.time.Duration;

/**
 * The durations an election rests on, and what follows from them. All in nanoseconds.
 *
 * <p>A holder counts from before it sent the heartbeat that was answered yes and stops a little early; a candidate
 * counts from when it first saw a heartbeat and waits a little longer. Each margin covers one clock whose rate is off
 * by {@value #DRIFT_DIVISOR}-th at most; see Gray and Cheriton, "Leases", and Ongaro's thesis, 6.4.1.
 *
 * @param leaseNanos for how long a session counts as alive after a heartbeat; a dead leader is replaced after this.
 *     Too small: a slow database unseats healthy leaders. Too large: nobody leads for long after a crash
 * @param renewNanos time between heartbeats
 * @param retryNanos longest time between two looks of a standby, and between two tries after a failure
 * @param stopNanos how long work may take to stop; taken off the end of every lease, so too large a value leaves no
 *     time for heartbeats that fail, and too small a value makes overruns of work that is merely slow
 */
public record Timing(long leaseNanos, long renewNanos, long retryNanos, long stopNanos) {
    /** A clock's rate is assumed to be within one part in this many of true time. */
    public static final long DRIFT_DIVISOR = 500;

    /** The shortest lease anyone may use: 100 ms. */
    public static final long MIN_LEASE_NANOS = Duration.ofMillis(100).toNanos();
    /** The longest lease anyone may use, and the longest a candidate believes of another's row: 24 h. */
    public static final long MAX_LEASE_NANOS = Duration.ofHours(24).toNanos();
    /** The shortest time a statement is given: 10 ms. */
    public static final long MIN_STORE_TIMEOUT_NANOS = Duration.ofMillis(10).toNanos();

    private static final long FIRST_BACKOFF_DIVISOR = 20;

    public Timing {
        requirePositive("lease", leaseNanos);
        requirePositive("renew", renewNanos);
        requirePositive("retry", retryNanos);
        requirePositive("stop", stopNanos);
        if (leaseNanos < MIN_LEASE_NANOS || leaseNanos > MAX_LEASE_NANOS) {
            throw new IllegalArgumentException("lease (" + text(leaseNanos) + ") must be between "
                    + text(MIN_LEASE_NANOS) + " and " + text(MAX_LEASE_NANOS));
        }
        if (retryNanos > leaseNanos) {
            throw new IllegalArgumentException("retry (" + text(retryNanos) + ") must not be longer than lease ("
                    + text(leaseNanos) + "): a standby that looks less often than once a lease sees nothing in time");
        }
        long hard = leaseNanos - leaseNanos / DRIFT_DIVISOR;
        if (stopNanos >= hard) {
            throw new IllegalArgumentException("stop (" + text(stopNanos) + ") must be shorter than lease less 0.2 % ("
                    + text(hard) + "): work has to end before the lease does");
        }
        long soft = hard - stopNanos;
        long backoff = renewNanos / FIRST_BACKOFF_DIVISOR;
        if (renewNanos >= soft || storeTimeout(soft, renewNanos) < MIN_STORE_TIMEOUT_NANOS) {
            throw new IllegalArgumentException(
                    "renew (" + text(renewNanos) + ") leaves no time for a heartbeat that fails:"
                            + " renew + 2 × (store timeout + first backoff) = " + text(renewNanos) + " + 2 × (≥ "
                            + text(MIN_STORE_TIMEOUT_NANOS) + " + " + text(backoff)
                            + ") must not exceed lease × 0.998 − stop = "
                            + text(leaseNanos) + " × 0.998 − " + text(stopNanos) + " = " + text(soft)
                            + "; shorten renew or stop, or lengthen lease");
        }
        if (2 * renewNanos > soft) {
            throw new IllegalArgumentException("renew (" + text(renewNanos)
                    + ") must not be longer than half of lease × 0.998 − stop = " + text(leaseNanos) + " × 0.998 − "
                    + text(stopNanos) + " = " + text(soft)
                    + ": a candidate claims nothing that its session could not hold for one renew more, and would have"
                    + " to wait for its own next heartbeat; shorten renew or stop, or lengthen lease");
        }
    }

    /** From these milliseconds; a value too large to count in nanoseconds is refused like any other too large. */
    public static Timing ofMillis(long lease, long renew, long retry, long stop) {
        return new Timing(nanos("lease", lease), nanos("renew", renew), nanos("retry", retry), nanos("stop", stop));
    }

    /** From the moment before a heartbeat was sent until no term of the session may answer valid: lease × (1 − ρ). */
    public long hardNanos() {
        return leaseNanos - leaseNanos / DRIFT_DIVISOR;
    }

    /** From the moment before a heartbeat was sent until the session gives up and its work must stop. */
    public long softNanos() {
        return hardNanos() - stopNanos;
    }

    /** For how long a candidate must have seen a session of lease {@code otherLeaseNanos} unchanged: the larger × (1 + ρ). */
    public long observeNanos(long otherLeaseNanos) {
        long longer = Math.max(leaseNanos, otherLeaseNanos);
        return longer + longer / DRIFT_DIVISOR;
    }

    /** The same where no other session is known: the own lease × (1 + ρ). */
    public long observeNanos() {
        return observeNanos(leaseNanos);
    }

    /** The one deadline over connecting, handshake and query: min(renew / 2, (soft − renew) / 2 − first backoff). */
    public long storeTimeoutNanos() {
        return storeTimeout(softNanos(), renewNanos);
    }

    /** The wait after the first failure of a kind; it doubles up to {@link #retryNanos}. */
    public long firstBackoffNanos() {
        return renewNanos / FIRST_BACKOFF_DIVISOR;
    }

    private static long storeTimeout(long soft, long renew) {
        return Math.min(renew / 2, (soft - renew) / 2 - renew / FIRST_BACKOFF_DIVISOR);
    }

    private static long nanos(String name, long millis) {
        requirePositive(name, millis);
        if (millis > Long.MAX_VALUE / 1_000_000) {
            throw new IllegalArgumentException(
                    name + " (" + millis + " ms) is too long: the longest lease is " + text(MAX_LEASE_NANOS));
        }
        return millis * 1_000_000;
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(
                    name + " (" + value + ") must be positive: give a number of milliseconds");
        }
    }

    private static String text(long nanos) {
        return nanos % 1_000_000_000 == 0 ? nanos / 1_000_000_000 + " s" : nanos / 1_000_000.0 + " ms";
    }
}
