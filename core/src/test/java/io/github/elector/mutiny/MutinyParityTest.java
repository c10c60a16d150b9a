// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Gate;
import io.github.elector.Term;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Notice;
import io.github.elector.store.LeaseStore;
import io.github.elector.testing.Parity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever gives the Future API a method gives the façade one too, or says here why not. */
class MutinyParityTest {
    private static final Map<Class<?>, Class<?>> PAIRS =
            Map.of(Elector.class, MutinyElector.class, Term.class, MutinyTerm.class, Gate.class, MutinyGate.class);

    /** By {@code Type.method}, why there is no counterpart. */
    private static final Map<String, String> METHODS =
            Map.of("Elector.measure", "said once of a Vertx before its electors, without any future");

    /** Types with futures that have no counterpart, and why. */
    private static final Map<String, String> TYPES = Map.of(
            "ElectorVerticle", "its start and stop are called by Vert.x; its electors are for MutinyElector.of",
            "LeaseStore", "for authors of stores, who the driver talks to in futures",
            "MemoryLeaseStore", "a LeaseStore",
            "TermWork", "made of verticles; what watches it is a Check",
            "Check", "a function, which Bridge.future makes of a Uni");

    private static Parity parity() {
        Parity parity = new Parity().word(Future.class, Uni.class);
        PAIRS.forEach(parity::pair);
        return parity;
    }

    @Test
    void everyMethodHasItsCounterpart() {
        assertThat(parity().complaints(METHODS)).isEmpty();
    }

    @Test
    void everyTypeWithFuturesHasItsCounterpart() {
        Set<String> types = new HashSet<>();
        for (Class<?> anchor : List.of(Elector.class, TermId.class, Notice.class, LeaseStore.class)) {
            types.addAll(Parity.typesThatUse(Future.class, anchor));
        }

        Set<String> known = new HashSet<>(TYPES.keySet());
        PAIRS.keySet().forEach(type -> known.add(type.getSimpleName()));
        assertThat(types).containsExactlyInAnyOrderElementsOf(known);
    }

    // The comparison itself.

    interface Original {
        Future<String> same(Term term);

        Future<String> missing();

        Future<String> otherParameter(Future<Long> parameter);

        String otherReturn();
    }

    interface Counterpart {
        Uni<String> same(MutinyTerm term);

        Uni<String> otherParameter(Future<Long> parameter);

        int otherReturn();
    }

    @Test
    void whatIsMissingOrDifferentIsFoundAndSoIsAnExceptionTooMany() {
        assertThat(parity().pair(Original.class, Counterpart.class)
                        .complaints(Map.of(
                                "Elector.measure", METHODS.get("Elector.measure"),
                                "Original.otherReturn", "wanted so",
                                "Original.same", "not needed",
                                "Term.gone", "stale")))
                .satisfiesExactlyInAnyOrder(
                        complaint -> assertThat(complaint)
                                .startsWith("Counterpart lacks")
                                .contains("missing()"),
                        complaint -> assertThat(complaint)
                                .startsWith("Counterpart lacks")
                                .contains("otherParameter"),
                        complaint -> assertThat(complaint).startsWith("Original.same is no exception"),
                        complaint -> assertThat(complaint).startsWith("Term.gone is no exception"));
    }
}
