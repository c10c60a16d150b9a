// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElectorateTest {
    private static final Times TIMES = Times.of(Duration.ofSeconds(4));

    @Test
    void aProcessThatDoesNotStartIsAFailureOfItsContenderAlone() {
        Field field = new Field(SharedServers.get(), List.of(Peer.CURATOR), TIMES, TIMES, line -> {});
        String java = System.getProperty("java.home");

        try (Electorate electorate = new Electorate(Peer.CURATOR, 2, field)) {
            System.setProperty("java.home", "/nowhere");
            electorate.gather();

            assertThat(electorate.figures().getString("failure")).contains("no JVM for Curator");
        } finally {
            System.setProperty("java.home", java);
        }
    }
}
