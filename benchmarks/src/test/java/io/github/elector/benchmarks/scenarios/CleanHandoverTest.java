// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.JdbcPool;
import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

    @Test
    void whoOnlyAsksHandsOverBesideTheTurnsOfTheOthers() {
        Field field = new Field(SharedServers.get(), List.of(Peer.ELECTOR, Peer.SHEDLOCK), TIMES, TIMES, line -> {});

        JsonObject figures = new CleanHandover(1, Duration.ofMillis(100)).run(field);

        assertThat(figures.getJsonObject("elector").getInteger("rounds")).isEqualTo(1);
        assertThat(figures.getJsonObject("shedlock").getInteger("rounds")).isPositive();
        assertThat(figures.getJsonObject("shedlock").getInteger("unfinished")).isZero();
    }

    /** Whoever writes into its table waits. */
    @Test
    void whoElectsNobodyIsOutAndLeavesNoProcessAndTheOthersHandOver() throws SQLException {
        List<Peer> peers = List.of(Peer.ELECTOR, Peer.CURATOR);
        Times second = Times.of(Duration.ofSeconds(1));
        Field field = new Field(SharedServers.get(), peers, second, second, line -> {});

        JsonObject figures;
        try (Connection lock = JdbcPool.connect(SharedServers.get().of(Peer.ELECTOR));
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE leader_leases IN EXCLUSIVE MODE");
            figures = new CleanHandover(1, Duration.ofMillis(100)).run(field);
        }

        assertThat(figures.getJsonObject("elector").getString("failure")).contains("elects no leader");
        assertThat(figures.getJsonObject("curator").getInteger("rounds")).isEqualTo(1);
        assertThat(figures.getJsonObject("curator").fieldNames()).doesNotContain("failure");
        assertThat(ProcessHandle.current().children().map(child -> child.info().toString()))
                .noneMatch(child -> child.contains(MemberMain.class.getName()));
    }
}
