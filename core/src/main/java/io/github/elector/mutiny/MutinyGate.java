// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.github.elector.Gate;
import io.github.elector.lease.TermId;
import io.smallrye.mutiny.Uni;

/** A {@link Gate} for who writes Mutiny: {@code work.behind(MutinyGate.of(term -> …))}. */
@SuppressWarnings("exports") // Not transitive: who has no Mutiny could not compile against this module.
@FunctionalInterface
public interface MutinyGate {
    /**
     * Opens the gate for this term; subscribed once, on the elector's context, again for each term. What
     * {@link Gate#open} says of time and failures holds.
     */
    Uni<?> open(TermId term);

    /** It as the gate an elector asks. */
    static Gate of(MutinyGate gate) {
        return term -> Bridge.future(() -> gate.open(term).replaceWithVoid());
    }
}
