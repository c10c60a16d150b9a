// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.Generation;
import io.github.elector.lease.TermId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One term in the row of its component: from its grant until the next one, released at some moment or not. */
final class Tenure {
    final TermId term;
    /** Who first told of it. */
    final Operation evidence;

    final List<Operation.Acquire> grants = new ArrayList<>();
    final List<Operation.Release> releases = new ArrayList<>();

    @Nullable
    Operation releasedEvidence;

    @Nullable
    Generation generation;

    @Nullable
    Tenure next;

    Instant granted;

    @Nullable
    Instant released;

    Tenure(TermId term, Operation evidence) {
        this.term = term;
        this.evidence = evidence;
        // Until the row it is in is put in order.
        this.granted = new Instant("grant of " + term, evidence, Long.MIN_VALUE, evidence, Long.MAX_VALUE);
    }

    void seenReleased(Operation by) {
        releasedEvidence = releasedEvidence == null ? by : releasedEvidence;
    }

    /** When it was released, or else taken over. */
    @Nullable
    Instant end() {
        return released != null ? released : taken();
    }

    /** Whether a release that nobody knows of, and nobody saw, may have come before that was answered. */
    boolean mayBeReleasedUnseen(Operation during) {
        return released == null && releases.stream().anyMatch(each -> each.invoked() <= during.answered());
    }

    /** When it was taken over. */
    @Nullable
    Instant taken() {
        return next == null ? null : next.granted;
    }

    /** Puts a moment at which the row named it, released or not. */
    void named(Instants instants, Instant at) {
        instants.order(granted, at);
        instants.order(at, taken());
    }

    /** Puts a moment at which the row showed it like this. */
    void shown(Instants instants, Instant at, boolean asReleased) {
        named(instants, at);
        if (released != null && asReleased) {
            instants.order(released, at);
        } else if (released != null) {
            instants.order(at, released);
        }
    }
}
