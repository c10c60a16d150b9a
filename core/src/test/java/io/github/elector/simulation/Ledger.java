// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.TermId;
import java.util.HashMap;
import java.util.Map;

/** What was written behind a fence, of which only the order of the writers' terms matters. */
final class Ledger {
    private final Map<ComponentName, TermId> latest = new HashMap<>();

    /** A write of this term is committed: none of a later term was before, nor one of this term by another session. */
    void write(TermId term) {
        TermId before = latest.put(term.component(), term);
        if (before == null || before.equals(term)) {
            return;
        }
        if (before.number() > term.number()) {
            throw new Violation("G3: a write of " + term + " is accepted after one of " + before);
        }
        if (before.number() == term.number()) {
            throw new Violation("G3: " + before + " and " + term + " have written with one term");
        }
    }
}
