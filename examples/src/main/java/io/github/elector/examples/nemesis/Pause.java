// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.examples.cluster.TermSpan;

/**
 * A process stood still.
 *
 * @param node which replica
 * @param startNanos when it was told to; it stood a moment later
 * @param endNanos when it was known to go on
 */
record Pause(String node, long startNanos, long endNanos) {
    /** Whether this term was valid when the pause began. */
    boolean hits(TermSpan term) {
        return node.equals(term.node()) && startNanos - term.startNanos() >= 0 && startNanos - term.endNanos() < 0;
    }
}
