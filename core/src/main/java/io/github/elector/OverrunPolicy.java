// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

/** What happens when work does not end within the stop budget. */
public enum OverrunPolicy {
    /** It is reported, and the lease is kept until an abandoned one would have lapsed. */
    LET_EXPIRE,
    /**
     * The same, and a watchdog thread halts the JVM (status 70) a fifth of the stop budget, at most 500 ms, before the
     * lease could be taken by another, if the work still runs then. No shutdown hook runs. For work that must never overlap and cannot be fenced.
     */
    HALT
}
