// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CleanHandoverTest {
    private static final Times TIMES = Times.of(Duration.ofSeconds(4));

    @Test
    void theFloorHasItsTurnInEachRoundAndIsBelowAHandover() throws Exception {
        List<Peer> peers = List.of(Peer.ELECTOR);
        try (Servers servers = Servers.start(Optional.empty(), EnumSet.copyOf(peers))) {
            Field field = new Field(servers, peers, TIMES, TIMES, line -> {});

            JsonObject figures = new CleanHandover(3, Duration.ofMillis(500)).run(field);

            JsonObject ours = figures.getJsonObject("elector");
            assertThat(ours.getInteger("rounds")).isEqualTo(3);
            assertThat(ours.getInteger("unfinished")).isZero();
            assertThat(ours.getInteger("warmUp")).isPositive();
            assertThat(ours.getJsonObject("floor").getInteger("rounds")).isEqualTo(3);
            assertThat(ours.getJsonObject("floor").getDouble("min")).isBetween(0.001, ours.getDouble("max"));
        }
    }
}
