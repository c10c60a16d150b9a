// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServersTest {
    /** As the fixture starts it: without fsync. */
    @Test
    void aGivenDatabaseThatMayLoseWhatItAcknowledgedIsRefused() {
        try (EmbeddedPostgresServer server = new EmbeddedPostgresServer()) {
            assertThatThrownBy(() -> Servers.start(Optional.of(server.uri()), EnumSet.of(Peer.SHEDLOCK)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fsync = off")
                    .hasMessageContaining("set it to on");
        }
    }
}
