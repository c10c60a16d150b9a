// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HelloLeaderTest {
    private final String uri = TestDatabases.postgres().freshDatabase();

    @Test
    void replicaThatIsToldToStopHandsOverToTheOther() {
        try (Program first = Program.start(HelloLeader.class, uri)) {
            first.await("leads, term");
            try (Program second = Program.start(HelloLeader.class, uri)) {
                second.await("stands by");

                assertThat(first.terminate()).isEqualTo(Program.TERMINATED);

                second.await("leads, term");
                assertThat(first.lines()).endsWith("leads no more");
                assertThat(second.lines().get(0)).isEqualTo("stands by");
                second.terminate();
            }
        }
        assertThat(PostgresServer.execute(uri, "SELECT released FROM leader_leases")
                        .iterator()
                        .next()
                        .getBoolean("released"))
                .isTrue();
    }

    @Test
    void withoutADatabaseItSaysWhatIsMissingAndEnds() {
        try (Program program = Program.start(HelloLeader.class)) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.lines()).anyMatch(line -> line.contains("store has no uri"));
        }
    }
}
