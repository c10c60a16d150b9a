// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.Timing;
import io.github.elector.notice.Notice;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.TestDatabases;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A leader of one lease and a standby of another, on a real server; the leader is cut off. */
class RollingChangeOnPostgresTest {
    private static final Timing LONGER = Timing.ofMillis(6_000, 1_000, 500, 500);
    private static final Timing SHORTER = Timing.ofMillis(1_500, 500, 300, 300);

    private final PostgresServer server = TestDatabases.postgres();
    private final String uri = server.freshDatabase();
    private final TcpProxy line = server.proxy();
    private final Replicas replicas = new Replicas();

    @AfterEach
    void close() {
        line.resume();
        replicas.close();
        line.close();
    }

    /** It would have to wait for a quarter of the time only, if it went by its own lease. */
    @Test
    void standbyOfAShorterLeaseWaitsForTheLeaseOfTheLeader() {
        long waited = millisUntilTheStandbyLeads(LONGER, SHORTER);

        assertThat(waited)
                .isGreaterThan(Duration.ofNanos(LONGER.softNanos() - LONGER.renewNanos())
                        .toMillis());
    }

    @Test
    void standbyOfALongerLeaseReplacesALeaderOfAShorterOne() {
        millisUntilTheStandbyLeads(SHORTER, LONGER);
    }

    private long millisUntilTheStandbyLeads(Timing ofLeader, Timing ofStandby) {
        replicas.start("leader", ofLeader, store(PostgresServer.through(line, uri)));
        Notice first = replicas.nextLeader();
        replicas.start("standby", ofStandby, store(uri));

        line.pause();
        Notice second = replicas.nextLeader();

        assertThat(second.node()).isEqualTo("standby");
        replicas.assertNoOverlapAndGrowingTerms();
        return Duration.ofNanos(second.nanos() - first.nanos()).toMillis();
    }

    private static JsonObject store(String uri) {
        return new JsonObject().put("uri", uri).put("createSchema", true);
    }
}
