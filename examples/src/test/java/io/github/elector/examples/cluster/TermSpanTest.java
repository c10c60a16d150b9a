// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Terms as they are told, and whether two of them were valid at the same time. */
class TermSpanTest {
    private static final long SECOND = 1_000_000_000L;

    private final History history = new History();

    @Test
    void termsThatFollowEachOtherDoNotOverlap() {
        elected("alpha", 1, 10);
        revoked("alpha", 1, 12, 13);
        elected("beta", 2, 12);
        revoked("beta", 2, 15, 16);

        assertThat(TermSpan.pairsThatOverlap(history.spans())).isZero();
    }

    @Test
    void termThatBeginsBeforeTheOtherEndsOverlaps() {
        elected("alpha", 1, 10);
        elected("beta", 2, 12);
        revoked("alpha", 1, 13, 14);
        revoked("beta", 2, 15, 16);

        assertThat(TermSpan.pairsThatOverlap(history.spans())).isEqualTo(1);
    }

    @Test
    void termEndsWithItsHardEndEvenIfThatIsSaidLater() {
        elected("alpha", 1, 10);
        elected("beta", 2, 13);
        revoked("alpha", 1, 19, 13);
        revoked("beta", 2, 20, 21);

        assertThat(TermSpan.pairsThatOverlap(history.spans())).isZero();
    }

    @Test
    void killedLeaderCountsUntilItsDeathWasNoticed() {
        elected("alpha", 1, 10);
        elected("beta", 2, 11);
        history.add(ReplicaEvent.death("alpha", 12 * SECOND));
        revoked("beta", 2, 15, 16);

        assertThat(TermSpan.pairsThatOverlap(history.spans())).isEqualTo(1);
    }

    @Test
    void termsOfDifferentComponentsMayOverlap() {
        elected("alpha", 1, 10);
        history.add(new ReplicaEvent(11 * SECOND, "beta", "engine", "elected", "2", "beta~2", null, 14 * SECOND));

        assertThat(TermSpan.pairsThatOverlap(history.spans())).isZero();
    }

    private void elected(String node, long term, long seconds) {
        history.add(new ReplicaEvent(
                seconds * SECOND,
                node,
                "discovery",
                "elected",
                Long.toString(term),
                node + "~" + term,
                null,
                (seconds + 3) * SECOND));
    }

    private void revoked(String node, long term, long seconds, long validUntilSeconds) {
        history.add(new ReplicaEvent(
                seconds * SECOND,
                node,
                "discovery",
                "revoked",
                Long.toString(term),
                node + "~" + term,
                "closed",
                validUntilSeconds * SECOND));
    }
}
