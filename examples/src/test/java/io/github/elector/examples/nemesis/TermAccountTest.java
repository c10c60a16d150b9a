// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.cluster.ReplicaEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge of the terms sees what it is there to see; times are milliseconds. */
class TermAccountTest {
    private final List<ReplicaEvent> events = new ArrayList<>();
    private final Sightings sightings = new Sightings();

    @Test
    void termsThatFollowEachOtherAreChangesWithTheTimeBetween() {
        elected("alpha", 1, 10);
        revoked("alpha", 1, 20, "resigned");
        elected("beta", 2, 25);
        revoked("beta", 2, 40, "closed");

        TermAccount account = account();

        assertThat(account.overlaps()).isZero();
        assertThat(account.changes()).isEqualTo(1);
        assertThat(account.gapsByCause()).isEqualTo(Map.of("resigned", List.of(5.0)));
    }

    @Test
    void termThatBeginsWhileAnEarlierOneIsValidOverlaps() {
        elected("alpha", 1, 10);
        elected("beta", 2, 15);
        revoked("beta", 2, 18, "resigned");
        elected("gamma", 3, 19);
        revoked("alpha", 1, 20, "closed");
        revoked("gamma", 3, 30, "closed");

        assertThat(account().overlaps()).isEqualTo(2);
    }

    @Test
    void whoWasKilledLedUntilItsLastYes() {
        elected("alpha", 1, 10);
        sighted("alpha", 1, 12);
        sighted("alpha", 1, 11);
        events.add(ReplicaEvent.death("alpha", 100 * 1_000_000));
        elected("beta", 2, 30);
        revoked("beta", 2, 40, "closed");

        TermAccount account = account();

        assertThat(account.overlaps()).isZero();
        assertThat(account.gapsByCause()).isEqualTo(Map.of("killed", List.of(18.0)));
    }

    @Test
    void whoWasKilledAndSaidYesAfterTheNextHadBegunOverlaps() {
        elected("alpha", 1, 10);
        elected("beta", 2, 30);
        sighted("alpha", 1, 31);
        events.add(ReplicaEvent.death("alpha", 100 * 1_000_000));
        revoked("beta", 2, 40, "closed");

        assertThat(account().overlaps()).isEqualTo(1);
    }

    @Test
    void hardEndCountsIfRevokedIsToldLater() {
        elected("alpha", 1, 10);
        events.add(new ReplicaEvent(
                90 * 1_000_000, "alpha", "engine", "revoked", "1", "alpha~1", "store-unreachable", 20L * 1_000_000));
        elected("beta", 2, 30);
        revoked("beta", 2, 40, "closed");

        assertThat(account().overlaps()).isZero();
    }

    @Test
    void yesAfterTheEndIsCounted() {
        elected("alpha", 1, 10);
        revoked("alpha", 1, 20, "resigned");
        sighted("alpha", 1, 19);
        assertThat(account().outside()).isEmpty();

        sighted("alpha", 1, 21);

        assertThat(account().outside()).hasSize(1);
    }

    @Test
    void termWithoutALargerNumberIsCounted() {
        elected("alpha", 2, 10);
        revoked("alpha", 2, 20, "resigned");
        elected("beta", 2, 30);
        revoked("beta", 2, 40, "resigned");
        elected("alpha", 1, 50);
        revoked("alpha", 1, 60, "resigned");

        assertThat(account().backward()).isEqualTo(2);
    }

    @Test
    void pausesOfALeaderAreToldFromOthers() {
        elected("alpha", 1, 10);
        revoked("alpha", 1, 20, "store-unreachable");
        Addition unfenced = new Addition("alpha", 5, 0, "engine", ListKind.UNFENCED, 1, 11 * 1_000_000);
        Outcome written = new Outcome(5, ListKind.UNFENCED, Outcome.Answer.ADDED, 33 * 1_000_000);
        List<Pause> pauses = List.of(pause("alpha", 12, 30), pause("alpha", 13, 15), pause("beta", 12, 30));

        PauseAccount account =
                PauseAccount.of(pauses, LedTerm.all(events, sightings), List.of(unfenced), Map.of(5L, written));

        assertThat(account).isEqualTo(new PauseAccount(3, 2, 1, 2));
    }

    private static Pause pause(String node, long from, long to) {
        return new Pause(node, from * 1_000_000, to * 1_000_000);
    }

    private TermAccount account() {
        return TermAccount.of(LedTerm.all(events, sightings));
    }

    private void elected(String node, long term, long millis) {
        events.add(new ReplicaEvent(
                millis * 1_000_000, node, "engine", "elected", Long.toString(term), node + "~1", null, null));
    }

    private void revoked(String node, long term, long millis, String reason) {
        events.add(new ReplicaEvent(
                millis * 1_000_000,
                node,
                "engine",
                "revoked",
                Long.toString(term),
                node + "~1",
                reason,
                1_000L * 1_000_000));
    }

    private void sighted(String node, long term, long millis) {
        sightings.add(Sighting.from(new Sighting(node, "engine", term, millis * 1_000_000).toJson()));
    }
}
