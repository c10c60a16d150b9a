// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.github.elector.Leadership;
import io.github.elector.lease.TermId;
import java.util.Optional;

/**
 * How an elector stands at one moment. For information: to act as the leader ask {@link MutinyTerm#isValid()}.
 *
 * @param term the term of this process, if it led then
 * @param leadership who led as last seen, which is this process if it led
 */
public record ElectorState(Optional<MutinyTerm> term, Leadership leadership) {
    /** Whether this process led. */
    public boolean leads() {
        return term.isPresent();
    }

    /** Whether it says nothing new after {@code earlier}: age alone is no news. */
    boolean repeats(ElectorState earlier) {
        return termId().equals(earlier.termId())
                && leadership.known() == earlier.leadership.known()
                && leadership.holder().equals(earlier.leadership.holder())
                && leadership.term().equals(earlier.leadership.term());
    }

    private Optional<TermId> termId() {
        return term.map(MutinyTerm::id);
    }
}
