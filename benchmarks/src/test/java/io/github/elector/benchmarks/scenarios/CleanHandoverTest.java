// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanHandoverTest {
    private static final Times TIMES = Times.of(Duration.ofSeconds(4));

    @Test
    void whatIsBelowAHandoverHasItsTurnInEachRound() {
        Field field = new Field(SharedServers.get(), List.of(Peer.ELECTOR), TIMES, TIMES, line -> {});

        JsonObject figures = new CleanHandover(3, Duration.ofMillis(500)).run(field);

        JsonObject ours = figures.getJsonObject("elector");
        assertThat(ours.getInteger("rounds")).isEqualTo(3);
        assertThat(ours.getInteger("unfinished")).isZero();
        assertThat(ours.getInteger("warmUp")).isPositive();
        assertThat(ours.getJsonObject("usualPace").getInteger("rounds")).isBetween(0, 3);
        for (JsonObject below : List.of(ours.getJsonObject("statements"), figures.getJsonObject("floor"))) {
            assertThat(below.getInteger("warmUp")).isPositive();
        }
        for (JsonObject below : List.of(
                ours.getJsonObject("statements"),
                ours.getJsonObject("statementsInTwo"),
                figures.getJsonObject("floor"))) {
            assertThat(below.getInteger("rounds")).isEqualTo(3);
            assertThat(below.getInteger("unfinished", 0)).isZero();
            assertThat(below.getDouble("min")).isBetween(0.001, ours.getDouble("max"));
        }
    }
}
