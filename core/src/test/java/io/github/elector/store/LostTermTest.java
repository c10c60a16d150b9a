// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A term whose commit the database has forgotten: {@code before} has granted it, {@code after} has never heard of it. */
class LostTermTest {
    private static final ComponentName BILLING = new ComponentName("billing");
    private static final Generation BEFORE = new Generation("before");
    private static final Generation AFTER = new Generation("after");

    private final MemoryTables before = new MemoryTables();
    private final MemoryTables after = new MemoryTables();

    @Test
    void termIsNotGivenAgainWhereTheClockHasGoneOn() {
        TermId lost = granted(before, BEFORE, "alpha~1", -1, 1_000);

        assertThat(granted(after, AFTER, "beta~1", -1, 1_001).number()).isGreaterThan(lost.number());
    }

    /** What is not guaranteed, see docs/limits.md. Two sessions have it then, and a fence tells them apart. */
    @Test
    void termThatAFenceHasPushedAboveTheClockIsGivenAgain() {
        TermId lost = granted(before, BEFORE, "alpha~1", 5_000, 1_000);

        TermId again = granted(after, AFTER, "beta~1", 5_000, 1_001);

        assertThat(again.number()).isEqualTo(lost.number());
        assertThat(again.session()).isNotEqualTo(lost.session());
    }

    private static TermId granted(MemoryTables tables, Generation life, String session, long above, long nowMillis) {
        Claim claim = new Claim(BILLING, null, life, above);
        AcquireRequest request = new AcquireRequest(new SessionId(session), List.of(claim));
        return ((StoreAnswer.Granted) tables.acquire(request, life, nowMillis).get(0)).term();
    }
}
