// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three processes, and a database that fails in the ways databases and networks do. */
@Timeout(180)
class NemesisIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void noTwoTermsOverlapWhateverHappensToTheDatabase() {
        Map<String, TcpProxy> lines = new LinkedHashMap<>();
        try (EmbeddedPostgresServer server = new EmbeddedPostgresServer();
                Replicas replicas = new Replicas()) {
            for (String node : List.of("alpha", "beta", "gamma")) {
                TcpProxy line = new TcpProxy("127.0.0.1", server.port());
                lines.put(node, line);
                replicas.start(
                        node,
                        new DatabaseUri(server.uri())
                                .throughLocalPort(line.port())
                                .secretText());
            }
            replicas.awaitLeaders(PATIENCE);

            TcpProxy cut = lines.get(replicas.leader("discovery").node());
            afterwards(replicas, replicas.ledBy(replicas.leader("discovery").node()), cut::pause);
            cut.resume();
            away(replicas, server, server::stop);
            away(replicas, server, server::kill);

            replicas.terminateAll();
            replicas.assertNoOverlap();
            assertThat(replicas.history().spans()).hasSizeGreaterThanOrEqualTo(4);
        } finally {
            lines.values().forEach(TcpProxy::close);
        }
    }

    /** The fault costs these terms. */
    private static void afterwards(Replicas replicas, List<ReplicaEvent> led, Runnable fault) {
        fault.run();
        replicas.awaitLeadersAfter(led, PATIENCE);
    }

    /** The server is away for as long as all need to notice; that may cost all terms or none. */
    private static void away(Replicas replicas, EmbeddedPostgresServer server, Runnable end) {
        end.run();
        replicas.await(
                "all miss the database",
                PATIENCE,
                seen -> replicas.nodes().stream().noneMatch(seen::canUseDatabase));
        server.start();
        replicas.await(
                "all can use the database again",
                PATIENCE,
                seen -> replicas.nodes().stream().allMatch(seen::canUseDatabase));
        replicas.awaitLeaders(PATIENCE);
    }
}
