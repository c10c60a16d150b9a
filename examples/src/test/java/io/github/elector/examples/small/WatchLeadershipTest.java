// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WatchLeadershipTest {
    @Test
    void watcherIsToldWhoLeadsAndWhenNobodyDoesAndLeadsNeverItself() {
        String uri = TestDatabases.postgres().freshDatabase();
        try (Program watcher = Program.start(WatchLeadership.class, uri)) {
            watcher.await("told: nobody leads");
            try (Program leader = Program.start(HelloLeader.class, uri)) {
                String leads = leader.await("leads, term");

                assertThat(watcher.await("told: ")).contains(leads);
                assertThat(watcher.await("asked: ")).contains(leads).contains(" ms ago");

                leader.terminate();
                assertThat(watcher.await("told: ")).isEqualTo("told: nobody leads");
            }
            watcher.terminate();
            assertThat(watcher.lines()).noneMatch(line -> line.contains("elected"));
        }
    }
}
