// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.EXPIRE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.SessionOpening;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A leader that died before anybody else came, for a newcomer that trusts the database's clock and for one that does not. */
class TrustTest {
    private static final SessionId DEAD = new SessionId("dead~1");

    @RegisterExtension
    final Stage stage = new Stage();

    private Vertx vertx;
    private Notices notices;

    @BeforeEach
    void aLeaderHasBeenSilentForLongerThanItsLease() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
        long lease = stage.quick().getLease();
        LeaseStore rows = stage.rows(vertx);
        await("its session", rows.open(new SessionOpening(DEAD, new NodeName("dead"), lease, lease / 4)));
        Claim claim = new Claim(new ComponentName(COMPONENT), null, stage.generation(vertx), -1);
        await("its lease", rows.acquire(new AcquireRequest(DEAD, List.of(claim))));
        Promise<Void> silence = Promise.promise();
        vertx.setTimer(lease + 100, over -> silence.complete());
        await("its silence", silence.future());
    }

    @Test
    void whoTrustsTheDatabasesClockClosesItAtFirstSight() {
        try (CapturedLogs logs = new CapturedLogs()) {
            stage.start(vertx, stage.quick().setTrustDatabaseClock(true), TermWork.none());

            stage.script().calls(EXPIRE).awaitReached(1);

            notices.await(NoticeType.ELECTED);
            assertThat(logs.lines())
                    .anyMatch(line -> line.matches("(?s).*closing session dead~1, unchanged for 0 ms by the own clock,"
                            + " silent for \\d{4} ms by the database's.*"));
        }
    }

    @Test
    void whoDoesNotWatchesItForALease() {
        long begun = System.nanoTime();
        stage.start(vertx, stage.quick(), TermWork.none());

        stage.script().calls(EXPIRE).awaitReached(1);

        assertThat(System.nanoTime() - begun)
                .isGreaterThan(stage.quick().timing().leaseNanos());
        notices.await(NoticeType.ELECTED);
    }
}
