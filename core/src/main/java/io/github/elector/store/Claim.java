// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.TermId;
import org.jspecify.annotations.Nullable;

/**
 * A lease to be taken if it is still as it was seen.
 *
 * @param component what to lead
 * @param seen holder and term of its row, or null if there was none
 * @param generation of the server that showed it
 * @param aboveTerm the new term must be larger than this: the highest this candidate ever saw, or -1
 * @param ifReleased whether the row must also be released, and have been acquired in that generation: what a look would
 *     have shown, had there been one
 */
public record Claim(
        ComponentName component, @Nullable TermId seen, Generation generation, long aboveTerm, boolean ifReleased) {
    public Claim {
        if (ifReleased && seen == null) {
            throw new IllegalArgumentException("claim of '" + component + "' names no term that could be released");
        }
        if (seen != null && !seen.component().equals(component)) {
            throw new IllegalArgumentException(
                    "claim of '" + component + "' names a row of '" + seen.component() + "'");
        }
    }

    /** What a look has shown, and what that means, is all there is to compare. */
    public Claim(ComponentName component, @Nullable TermId seen, Generation generation, long aboveTerm) {
        this(component, seen, generation, aboveTerm, false);
    }

    /** A term that is said to be released, unseen. */
    public static Claim ofReleased(TermId term, Generation generation) {
        return new Claim(term.component(), term, generation, -1, true);
    }

    /** The same for a candidate that has seen this term. */
    public Claim above(long term) {
        return new Claim(component, seen, generation, Math.max(aboveTerm, term), ifReleased);
    }
}
