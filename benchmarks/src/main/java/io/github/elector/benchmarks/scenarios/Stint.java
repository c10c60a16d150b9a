// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

/**
 * Something that was done, once.
 *
 * @param begunNanos of {@link System#nanoTime()}
 * @param endedNanos of the same
 * @param nanos what it took: all of that time, or the processor time of its thread
 */
record Stint(long begunNanos, long endedNanos, long nanos) {
    /** That took all the time between the two. */
    static Stint between(long begunNanos, long endedNanos) {
        return new Stint(begunNanos, endedNanos, endedNanos - begunNanos);
    }
}
