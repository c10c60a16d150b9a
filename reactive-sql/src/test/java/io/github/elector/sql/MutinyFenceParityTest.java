// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Term;
import io.github.elector.mutiny.MutinyTerm;
import io.github.elector.sql.mutiny.MutinyFence;
import io.github.elector.sql.mutiny.MutinyFenceTable;
import io.github.elector.testing.Parity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever gives a fence a method gives the façade one too, or says here why not. */
class MutinyFenceParityTest {
    private static final String MADE = "it is made as it is, and then handed to of";

    @Test
    void everyMethodHasItsCounterpart() {
        Parity parity = new Parity()
                .word(Future.class, Uni.class)
                .word(Term.class, MutinyTerm.class)
                .pair(Fence.class, MutinyFence.class)
                .pair(FenceTable.class, MutinyFenceTable.class);

        assertThat(parity.complaints(Map.of(
                        "Fence.of", MADE,
                        "Fence.postgres", MADE,
                        "Fence.mysql", MADE,
                        "FenceTable.postgres", MADE,
                        "FenceTable.mysql", MADE)))
                .isEmpty();
    }

    /** Beside the fences: a store, which only the driver talks to, and a function of the user's, for Bridge.future. */
    @Test
    void everyTypeWithFuturesHasItsCounterpart() {
        assertThat(Parity.typesThatUse(Future.class, Fence.class))
                .containsExactlyInAnyOrder("Fence", "FenceTable", "SqlLeaseStore", "CredentialsSupplier");
    }
}
