// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.notice.Notice;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.PgBouncer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas behind one pgbouncer that has two server connections for both. */
class PoolerElectionTest {
    private static EmbeddedPostgresServer server;

    private final Map<String, TcpProxy> lines = new HashMap<>();
    private final Replicas replicas = new Replicas();
    private PgBouncer pooler;

    @BeforeAll
    static void startServer() {
        Installed.orSkip("pgbouncer", PgBouncer.program());
        server = new EmbeddedPostgresServer();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void start() {
        pooler = new PgBouncer(server.freshDatabase(), 2);
        start("alpha");
        start("beta");
    }

    @AfterEach
    void close() {
        lines.values().forEach(TcpProxy::resume);
        replicas.close();
        lines.values().forEach(TcpProxy::close);
        pooler.close();
    }

    @Test
    void leaderThatIsCutOffIsReplacedOnceItsTermIsOver() {
        Notice first = replicas.nextLeader();

        lines.get(first.node()).pause();
        Notice second = replicas.nextLeader();

        assertThat(second.node()).isNotEqualTo(first.node());
        replicas.assertNoOverlapAndGrowingTerms();
    }

    @Test
    void leaderThatResignsHandsOver() {
        Notice first = replicas.nextLeader();

        replicas.resign(first.node(), Duration.ofSeconds(30));
        Notice second = replicas.nextLeader();

        assertThat(second.node()).isNotEqualTo(first.node());
        replicas.assertNoOverlapAndGrowingTerms();
    }

    @Test
    void electionGoesOnAfterTheServerBehindThePoolerHasStartedAgain() {
        Notice first = replicas.nextLeader();

        server.kill();
        server.start();
        replicas.resign(first.node(), Duration.ofSeconds(30));
        Notice later = replicas.nextLeader();

        assertThat(later.term()).isGreaterThan(first.term());
        replicas.assertNoOverlapAndGrowingTerms();
    }

    private void start(String node) {
        PgConnectOptions where = PgConnectOptions.fromUri(pooler.uri());
        TcpProxy line = new TcpProxy(where.getHost(), where.getPort());
        lines.put(node, line);
        replicas.start(
                node,
                new JsonObject()
                        .put("uri", PostgresServer.through(line, pooler.uri()))
                        .put("createSchema", true)
                        .put("pooler", true));
    }
}
