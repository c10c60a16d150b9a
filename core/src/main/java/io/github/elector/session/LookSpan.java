// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

/**
 * When a look happened, on the own monotonic clock.
 *
 * @param sentNanos before it was handed over
 * @param arrivedNanos when its answer arrived
 * @param plannedNanos how long after the previous answer it was planned
 */
public record LookSpan(long sentNanos, long arrivedNanos, long plannedNanos) {}
