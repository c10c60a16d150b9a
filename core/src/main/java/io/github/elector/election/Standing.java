// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;

/** What a look means for one component, once it was held against all that was seen before. */
public sealed interface Standing {
    /**
     * Nobody leads, and that may be believed.
     *
     * @param claim what to ask for
     */
    record Free(Claim claim) implements Standing {}

    /**
     * The row names a session of this very host, unreleased.
     *
     * @param term as the row says
     */
    record Mine(TermId term) implements Standing {}

    /**
     * Somebody else leads, or may still believe to lead, or nothing can be known.
     *
     * @param highestTerm the largest term seen in the row, or -1
     */
    record NotFree(long highestTerm) implements Standing {}
}
