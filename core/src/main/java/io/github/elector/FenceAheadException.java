// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import java.io.Serial;

/** A gate, or a fence that work writes through, has seen a later term than the one at hand. */
public final class FenceAheadException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final long term;

    /** The term it has seen; the next one is acquired above it. */
    public FenceAheadException(long term) {
        super("the fence has seen term " + term + " already: a term above it is needed");
        this.term = term;
    }

    public long term() {
        return term;
    }
}
