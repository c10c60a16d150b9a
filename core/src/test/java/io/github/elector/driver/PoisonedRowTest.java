// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.testing.StoreScript.Operation.ACQUIRE;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that somebody edited by hand: said once each, in a whole sentence, and led by nobody. */
class PoisonedRowTest {
    private static final String COMPLAINT = "component 'billing' is led by nobody: its row is broken";

    @RegisterExtension
    final Stage stage = new Stage();

    private final CapturedLogs logs = new CapturedLogs();
    private Vertx vertx;
    private Notices notices;

    @BeforeEach
    void listen() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    @AfterEach
    void stopListening() {
        logs.close();
    }

    @Test
    void aLeaseRowThatStaysBrokenIsSaidOnceAndNobodyLeads() {
        stage.script().alterLooks(looked -> poisoned(looked, COMPLAINT));

        Elector elector = stage.start(vertx, stage.quick(), TermWork.none());
        stage.script().calls(LOOK).awaitReached(6);

        assertThat(errors()).containsExactly("SEVERE " + COMPLAINT);
        assertThat(elector.term()).isEmpty();
        assertThat(notices.all(NoticeType.ELECTED)).isEmpty();
        assertThat(stage.script().calls(ACQUIRE).count()).isZero();
    }

    @Test
    void aLeaseRowThatIsBrokenOtherwiseIsSaidAgain() {
        stage.script().alterLooks(looked -> poisoned(looked, COMPLAINT));
        stage.start(vertx, stage.quick(), TermWork.none());
        stage.script().calls(LOOK).awaitReached(3);

        stage.script().alterLooks(looked -> poisoned(looked, COMPLAINT + " otherwise"));
        stage.script().calls(LOOK).awaitMore(3);

        assertThat(errors()).containsExactly("SEVERE " + COMPLAINT, "SEVERE " + COMPLAINT + " otherwise");
    }

    @Test
    void aLeaseRowThatWasRepairedIsLed() {
        stage.script().alterLooks(looked -> poisoned(looked, COMPLAINT));
        stage.start(vertx, stage.quick(), TermWork.none());
        stage.script().calls(LOOK).awaitReached(3);

        stage.script().alterLooks(looked -> looked);

        notices.await(NoticeType.ELECTED);
    }

    @Test
    void aSessionRowThatStaysBrokenIsSaidOnceInASentenceOfItsOwn() {
        SessionId century = new SessionId("century~1");
        SessionSight broken = new SessionSight(century, 1, false, 3_155_760_000_000L, 10_000, 0);
        stage.script().alterLooks(looked -> heldBy(broken, looked));

        stage.start(vertx, stage.quick(), TermWork.none());
        stage.script().calls(LOOK).awaitReached(6);

        assertThat(errors())
                .containsExactly("SEVERE session 'century~1' is never taken for dead, and keeps what it leads: its row"
                        + " says a lease of 3155760000000 ms and heartbeats every 10000 ms, but a lease has 100 to"
                        + " 86400000 ms, and a heartbeat comes at least once in it; if its process is gone, set closed"
                        + " to true in its row");
        assertThat(notices.all(NoticeType.ELECTED)).isEmpty();
    }

    private static StoreAnswer.Looked poisoned(StoreAnswer.Looked looked, String complaint) {
        return new StoreAnswer.Looked(
                looked.server(),
                Map.of(new ComponentName(COMPONENT), new LeaseSight.Poisoned(complaint)),
                looked.sessions());
    }

    private static StoreAnswer.Looked heldBy(SessionSight holder, StoreAnswer.Looked looked) {
        ComponentName component = new ComponentName(COMPONENT);
        Lease lease = new Lease(
                new TermId(component, 5, holder.id()), false, looked.server().generation());
        return new StoreAnswer.Looked(
                looked.server(), Map.of(component, new LeaseSight.Row(lease)), Map.of(holder.id(), holder));
    }

    private List<String> errors() {
        return logs.lines().stream().filter(line -> line.startsWith("SEVERE")).toList();
    }
}
