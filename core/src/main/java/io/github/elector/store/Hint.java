// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.TermId;
import org.jspecify.annotations.Nullable;

/**
 * Something may have changed in the store that is worth acting on before the next planned look. Never the truth: whoever
 * acts on it lets the store check what it says.
 *
 * @param released the term that somebody says to have given back, or null if nothing more is said
 */
public record Hint(@Nullable TermId released) {
    /** Says only that a look may be worth it. */
    public static final Hint LOOK = new Hint(null);
}
