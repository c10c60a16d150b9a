// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.lease.TermId;
import java.io.Serial;

/** Somebody acted, or wanted to act, on a term that is over. Whoever gets it stops; another replica may lead already. */
public class TermOverException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient TermId term;

    /** The term that is over, and where that was found out. */
    public TermOverException(TermId term, String where) {
        super("component '" + term.component() + "': term " + term.number() + " of " + term.session() + " is over, "
                + where + "; stop this work, the next term starts it anew");
        this.term = term;
    }

    /** The same, in the words of whoever found it out. */
    protected TermOverException(String message, TermId term) {
        super(message);
        this.term = term;
    }

    /** Which term. */
    public TermId term() {
        return term;
    }
}
