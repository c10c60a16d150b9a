// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a history of terms comes to.
 *
 * @param terms how many there were
 * @param overlaps how many began while an earlier one of the same component was valid
 * @param backward how many had no larger number than an earlier one of the same component
 * @param outside those that said yes before their beginning or after their end
 * @param gapsByCause the times without a leader in milliseconds, by what ended the term before; one for each change
 */
record TermAccount(
        int terms, int overlaps, int backward, List<LedTerm> outside, Map<String, List<Double>> gapsByCause) {

    /** {@code terms} in the order of their beginnings. */
    static TermAccount of(List<LedTerm> terms) {
        int overlaps = 0;
        int backward = 0;
        Map<String, List<Double>> gaps = new TreeMap<>();
        Map<String, LedTerm> latest = new HashMap<>();
        Map<String, Long> highest = new HashMap<>();
        for (LedTerm term : terms) {
            String component = term.span().component();
            LedTerm before = latest.get(component);
            if (before != null) {
                long gap = term.span().startNanos() - before.span().endNanos();
                overlaps += gap < 0 ? 1 : 0;
                gaps.computeIfAbsent(before.cause(), cause -> new ArrayList<>()).add(gap / 1e6);
            }
            Long high = highest.get(component);
            backward += high != null && term.span().term() <= high ? 1 : 0;
            highest.merge(component, term.span().term(), Math::max);
            if (before == null || term.span().endNanos() - before.span().endNanos() > 0) {
                latest.put(component, term);
            }
        }
        List<LedTerm> outside = terms.stream().filter(LedTerm::wasValidOutside).toList();
        return new TermAccount(terms.size(), overlaps, backward, outside, gaps);
    }

    /** How many times a component got another leader, or the same one for another term. */
    int changes() {
        return gapsByCause.values().stream().mapToInt(List::size).sum();
    }

    /** All times without a leader, whatever the cause. */
    List<Double> gaps() {
        return gapsByCause.values().stream().flatMap(List::stream).toList();
    }
}
