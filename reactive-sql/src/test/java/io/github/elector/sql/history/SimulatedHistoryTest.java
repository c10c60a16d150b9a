// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Histories that can be by construction are let pass; with one answer changed, nearly all are found. */
class SimulatedHistoryTest {
    private static final int HISTORIES = 300;

    @Test
    void historyOfTablesThatAreAtomicHasAnOrder() {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            List<Violation> violations =
                    HistoryCheck.of(SimulatedHistory.of(seed)).violations();

            assertThat(violations).as("seed " + seed).isEmpty();
        }
    }

    /** The others can be explained by what was under way, or lost, at the same time. */
    @Test
    void nineInTenHistoriesWithOneAnswerChangedAreFound() {
        long found = LongStream.rangeClosed(1, HISTORIES)
                .mapToObj(seed -> SimulatedHistory.tampered(SimulatedHistory.of(seed), seed))
                .filter(history -> !HistoryCheck.of(history).violations().isEmpty())
                .count();

        assertThat(found).isGreaterThanOrEqualTo(HISTORIES * 9 / 10);
    }
}
