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

class FirstElectionTest {
    private static final Times TIMES = Times.of(Duration.ofSeconds(4));

    @Test
    void whoFailsIsOutAndTheOthersAreElected() throws Exception {
        String database = SharedServers.get().of(Peer.SPRING);

        JsonObject figures;
        try (Servers noZooKeeper = Servers.start(Optional.of(database), EnumSet.of(Peer.SPRING))) {
            List<Peer> peers = List.of(Peer.CURATOR, Peer.SPRING);
            figures = new FirstElection(1).run(new Field(noZooKeeper, peers, TIMES, TIMES, line -> {}));
        }

        assertThat(figures.getJsonObject("curator").getString("failure")).contains("no ZooKeeper");
        assertThat(figures.getJsonObject("spring").getInteger("rounds")).isEqualTo(1);
        assertThat(figures.getJsonObject("spring").fieldNames()).doesNotContain("failure");
    }
}
