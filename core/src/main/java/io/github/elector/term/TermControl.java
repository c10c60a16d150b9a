// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.github.elector.Term;
import io.github.elector.lease.TermId;
import io.vertx.core.Future;

/** What the work of a term may tell the driver. Any thread. */
public interface TermControl {
    /**
     * The work cannot go on.
     *
     * @return completes when the term is over, also if it was before
     */
    Future<Void> workFailed(TermId term, Throwable cause);

    /** The work did not start; the same otherwise. */
    Future<Void> workNotStarted(TermId term, Throwable cause);

    /** Completes, on any thread, when no act of the term's work is under way; see {@link Term#asWork}. */
    Future<Void> idle(Term term);
}
