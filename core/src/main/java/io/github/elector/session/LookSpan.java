// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

/**
 * When a look happened, on the own monotonic clock.
 *
 * @param sentNanos before it was handed over
 * @param arrivedNanos when its answer arrived
 * @param plannedNanos how long after the previous answer it was planned
 * @param beginsRound whether it is the first of those that read, one after the other, all that is to be read
 */
public record LookSpan(long sentNanos, long arrivedNanos, long plannedNanos, boolean beginsRound) {}
