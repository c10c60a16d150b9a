// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

/**
 * From when until when a term was valid, by {@link System#nanoTime()}.
 *
 * @param node who led
 * @param term the number
 * @param startNanos the first instant at which it was valid
 * @param endNanos the last at which it could be; of one that has not ended, now
 */
record Reign(String node, long term, long startNanos, long endNanos) {
    boolean overlaps(Reign other) {
        return startNanos - other.endNanos < 0 && other.startNanos - endNanos < 0;
    }
}
