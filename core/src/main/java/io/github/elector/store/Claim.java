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
 */
public record Claim(ComponentName component, @Nullable TermId seen, Generation generation, long aboveTerm) {
    public Claim {
        if (seen != null && !seen.component().equals(component)) {
            throw new IllegalArgumentException(
                    "claim of '" + component + "' names a row of '" + seen.component() + "'");
        }
    }
}
