// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two leaders at a time are seen where there are two, and only there. */
class DuelTest {
    private static final Times TIMES = Times.of(Duration.ofSeconds(4));
    private static final Duration ASKED_FOR = Duration.ofMillis(500);

    @Test
    void anOldLeaderBehindACutLinkIsAskedHowLongItLeadsBesideTheNewOne() {
        List<Peer> peers = List.of(Peer.ELECTOR, Peer.SPRING);
        Field field = new Field(SharedServers.get(), peers, TIMES, TIMES, line -> {});
        TakeoverFigures ours = new TakeoverFigures();
        TakeoverFigures springs = new TakeoverFigures();

        CompletableFuture<Void> both = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> cut(field, Peer.ELECTOR, ours)),
                CompletableFuture.runAsync(() -> cut(field, Peer.SPRING, springs)));
        both.join();

        assertThat(ours.overlap.rounds()).isEqualTo(1);
        assertThat(ours.overlap.millis(100)).isZero();
        // Its statement waits for an answer that never comes, so nobody tells it.
        assertThat(springs.overlap.toJson().getInteger("unfinished")).isEqualTo(1);
        assertThat(springs.overlap.millis(100)).isGreaterThanOrEqualTo(499.0);
    }

    private static void cut(Field field, Peer peer, TakeoverFigures figures) {
        try (Duel duel = new Duel(field, peer, figures, ASKED_FOR)) {
            duel.round(Fault.CUT);
        }
    }
}
