// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.HEARTBEAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.Elector;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.metrics.ElectorMetrics;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.metrics.MeasuredComponent;
import io.github.elector.metrics.MeasuredHost;
import io.github.elector.metrics.StoreOperation;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a host tells whoever measures it, and that it does not depend on him. */
class MetricsTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
    }

    @Test
    void aHostTellsWhatItDoes() {
        Recorder heard = new Recorder();
        Elector.measure(vertx, heard);
        ScriptedWork work = new ScriptedWork();
        Notices notices = Notices.about(COMPONENT, vertx);
        Elector elector = stage.startLeading(vertx, stage.calm().setRenew(200), work.work());
        work.running().awaitReached(1);
        TermId term = term(elector).id();
        assertThat(heard.component.leads()).isTrue();
        assertThat(heard.component.term()).hasValue(term.number());
        stage.script().calls(HEARTBEAT).awaitReached(3);
        stage.script().fail(LeaseStoreException.Kind.NO_RIGHT, HEARTBEAT);
        notices.await(NoticeType.STORE_UNREACHABLE);
        assertThat(heard.host.isStoreReachable()).isFalse();
        stage.script().recover();
        notices.await(NoticeType.STORE_RECOVERED);
        assertThat(heard.host.isStoreReachable()).isTrue();
        assertThat(heard.host.sessionRemaining()).isPositive().isLessThan(Duration.ofSeconds(30));
        assertThat(heard.host.sessionAge()).isPositive().isLessThan(Duration.ofMinutes(1));

        await("the resignation", elector.resign(Duration.ofMinutes(1)));
        await("the close", elector.close());

        assertThat(heard.told)
                .containsSubsequence(
                        "joined billing",
                        "answered look",
                        "begun " + term,
                        "claimed Granted",
                        "answered acquire",
                        "answered heartbeat",
                        "answered heartbeat",
                        "failed heartbeat NO_RIGHT",
                        "answered heartbeat",
                        "ended " + term + " resigned",
                        "drained " + term,
                        "answered release",
                        "left billing",
                        "closed");
        assertThat(heard.told)
                .contains("answered prepare", "answered open")
                .doesNotContain("over " + EndReason.CLOSED)
                .containsOnlyOnce("closed");
        assertThat(heard.component.leads()).isFalse();
    }

    @Test
    void theEndOfASessionAndWorkThatDoesNotEndAreTold() {
        Recorder heard = new Recorder();
        Elector.measure(vertx, heard);
        Notices notices = Notices.about(COMPONENT, vertx);
        ScriptedWork work = new ScriptedWork();
        Promise<Void> stop = work.hangInStop();
        Elector elector = stage.startLeading(vertx, stage.quick(), work.work());
        work.running().awaitReached(1);
        TermId term = term(elector).id();

        stage.script().mute(HEARTBEAT);
        notices.await(NoticeType.OVERRUN);
        stop.complete();
        work.stopped().awaitReached(1);
        stage.script().recover();
        notices.await(NoticeType.ELECTED);
        notices.await(NoticeType.ELECTED);

        assertThat(heard.told)
                .containsSubsequence(
                        "failed heartbeat TIMED_OUT",
                        "over store-unreachable",
                        "ended " + term + " store-unreachable",
                        "overran " + term,
                        "drained " + term);
    }

    @Test
    void metricsThatThrowCostNothingAndAreComplainedOfOnce() {
        try (CapturedLogs logs = new CapturedLogs()) {
            Elector.measure(vertx, host -> new Thrower());
            Notices notices = Notices.about(COMPONENT, vertx);
            ScriptedWork work = new ScriptedWork();
            Elector elector = stage.startLeading(vertx, stage.calm().setRenew(100), work.work());
            work.running().awaitReached(1);
            stage.script().calls(HEARTBEAT).awaitMore(3);
            stage.script().fail(LeaseStoreException.Kind.UNREACHABLE, HEARTBEAT);
            notices.await(NoticeType.STORE_UNREACHABLE);
            stage.script().recover();
            notices.await(NoticeType.STORE_RECOVERED);

            assertThat(term(elector).isValid()).isTrue();
            await("the resignation", elector.resign(Duration.ZERO));
            notices.await(NoticeType.ELECTED);
            notices.await(NoticeType.ELECTED);
            await("the close", elector.close());
            notices.await(NoticeType.REVOKED);
            notices.await(NoticeType.REVOKED);

            assertThat(notices.all(NoticeType.REVOKED))
                    .extracting(notice -> notice.reason())
                    .containsExactly("resigned", "closed");
            assertThat(logs.lines())
                    .filteredOn(line -> line.contains("metrics failed"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("a meter that throws"));
        }
    }

    @Test
    void metricsThatCannotBeginLeaveTheHostUnmeasured() {
        try (CapturedLogs logs = new CapturedLogs()) {
            Elector.measure(vertx, host -> {
                throw new NoClassDefFoundError("io/micrometer/core/instrument/MeterRegistry");
            });

            Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());

            assertThat(term(elector).isValid()).isTrue();
            assertThat(logs.lines())
                    .filteredOn(line -> line.contains("not measured"))
                    .hasSize(1);
        }
    }

    @Test
    void measuringBeginsBeforeTheFirstElectorOrNotAtAll() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());

        assertThatThrownBy(() -> Elector.measure(vertx, new Recorder()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before the first one is started");

        await("the close", elector.close());
        Recorder heard = new Recorder();
        Elector.measure(vertx, heard);
        stage.startLeading(vertx, stage.calm(), TermWork.none());
        assertThat(heard.told).contains("joined billing");
    }

    /** Writes down what it is told. */
    private static final class Recorder implements ElectorMetrics, HostMetrics {
        final List<String> told = new CopyOnWriteArrayList<>();
        volatile MeasuredHost host;
        volatile MeasuredComponent component;

        @Override
        public HostMetrics begin(MeasuredHost host) {
            this.host = host;
            return this;
        }

        @Override
        public void answered(StoreOperation operation, long nanos) {
            assertThat(nanos).isPositive();
            told.add("answered " + operation);
        }

        @Override
        public void failed(StoreOperation operation, long nanos, LeaseStoreException.Kind kind) {
            assertThat(nanos).isPositive();
            told.add("failed " + operation + " " + kind);
        }

        @Override
        public void claimed(StoreAnswer.Acquired answer) {
            told.add("claimed " + answer.getClass().getSimpleName());
        }

        @Override
        public void joined(MeasuredComponent component) {
            this.component = component;
            told.add("joined " + component.component());
        }

        @Override
        public void left(ComponentName component) {
            told.add("left " + component);
        }

        @Override
        public void termBegun(TermId term) {
            told.add("begun " + term);
        }

        @Override
        public void termEnded(TermId term, EndReason reason) {
            told.add("ended " + term + " " + reason);
        }

        @Override
        public void overran(TermId term) {
            told.add("overran " + term);
        }

        @Override
        public void drained(TermId term, long nanos) {
            assertThat(nanos).isPositive();
            told.add("drained " + term);
        }

        @Override
        public void sessionOver(EndReason reason) {
            told.add("over " + reason);
        }

        @Override
        public void closed() {
            told.add("closed");
        }
    }

    /** Fails at everything. */
    private static final class Thrower implements HostMetrics {
        private static void fail() {
            throw new AssertionError("a meter that throws");
        }

        @Override
        public void answered(StoreOperation operation, long nanos) {
            fail();
        }

        @Override
        public void failed(StoreOperation operation, long nanos, LeaseStoreException.Kind kind) {
            fail();
        }

        @Override
        public void claimed(StoreAnswer.Acquired answer) {
            fail();
        }

        @Override
        public void joined(MeasuredComponent component) {
            fail();
        }

        @Override
        public void left(ComponentName component) {
            fail();
        }

        @Override
        public void termBegun(TermId term) {
            fail();
        }

        @Override
        public void termEnded(TermId term, EndReason reason) {
            fail();
        }

        @Override
        public void overran(TermId term) {
            fail();
        }

        @Override
        public void drained(TermId term, long nanos) {
            fail();
        }

        @Override
        public void sessionOver(EndReason reason) {
            fail();
        }

        @Override
        public void closed() {
            fail();
        }
    }
}
