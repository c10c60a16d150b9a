// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import java.util.List;

/**
 * From when until when a term was valid, by {@link System#nanoTime()}.
 *
 * <p>It ends with what the replica said when it was revoked, min(nanos, validUntilNanos). Of a replica that was killed
 * nobody knows more than that its validity ended with it: there it ends when its death was noticed, which is later.
 *
 * @param component of which component
 * @param node which replica led
 * @param holder its session
 * @param term the number
 * @param startNanos the first instant at which it was valid
 * @param endNanos the last at which it could be
 */
public record TermSpan(String component, String node, String holder, long term, long startNanos, long endNanos) {
    boolean overlaps(TermSpan other) {
        return component.equals(other.component) && startNanos - other.endNanos < 0 && other.startNanos - endNanos < 0;
    }

    /** How many pairs of terms of one component were valid at the same instant. */
    public static int pairsThatOverlap(List<TermSpan> spans) {
        int overlaps = 0;
        for (int i = 0; i < spans.size(); i++) {
            for (int j = i + 1; j < spans.size(); j++) {
                overlaps += spans.get(i).overlaps(spans.get(j)) ? 1 : 0;
            }
        }
        return overlaps;
    }
}
