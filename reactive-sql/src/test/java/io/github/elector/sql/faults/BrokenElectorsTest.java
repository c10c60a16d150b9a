// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Electors that are broken on purpose are found out by the cells of the matrix: it can fail. */
class BrokenElectorsTest {
    private static final int AGAIN = 4;

    private final Ticker ticker = new Ticker();

    @AfterEach
    void close() {
        ticker.close();
    }

    @Test
    void workWithoutTheFenceLeavesStaleRows() {
        Make broken = new Make("writes without the fence", UnaryOperator.identity(), false);

        assertBroken(Rule.STALE_ROW, broken, FaultKind.CLOSED, Phase.RELEASE);
    }

    @Test
    @EnabledIfSystemProperty(named = "elector.faults", matches = ".+")
    void electorThatAnswersItsOwnHeartbeatsOverlaps() {
        Make broken = with("answers its own heartbeats", store -> {
            AtomicReference<Object> last = new AtomicReference<>();
            return BentStore.of(
                    store,
                    "heartbeat",
                    real -> last.get() != null
                            ? Future.succeededFuture(last.get())
                            : real.get().onSuccess(last::set));
        });

        assertBroken(Rule.OVERLAP, broken, FaultKind.LINE_SILENT, Phase.LEAD);
    }

    @Test
    @EnabledIfSystemProperty(named = "elector.faults", matches = ".+")
    void electorThatTakesEveryOtherSessionForClosedOverlaps() {
        Make broken = with(
                "takes every session for closed",
                store -> BentStore.of(
                        store, "look", real -> real.get().map(looked -> closed((StoreAnswer.Looked) looked))));

        assertBroken(Rule.OVERLAP, broken, FaultKind.WALL_CLOCK_BACK, Phase.LEAD);
    }

    @Test
    @EnabledIfSystemProperty(named = "elector.faults", matches = ".+")
    void electorThatGivesUpAtTheFirstFailureLosesATermThatNothingMayCost() {
        Make broken = with("gives up at once", store -> {
            AtomicBoolean given = new AtomicBoolean();
            return BentStore.of(
                    store,
                    "heartbeat",
                    real -> given.get()
                            ? Future.failedFuture("it has given up")
                            : real.get().onFailure(first -> given.set(true)));
        });

        assertBroken(Rule.COST, broken, FaultKind.HALF_OPEN, Phase.LEAD);
    }

    @Test
    @EnabledIfSystemProperty(named = "elector.faults", matches = ".+")
    void electorThatReleasesNothingLeavesTheOthersWaiting() {
        Make broken =
                with("releases nothing", store -> BentStore.of(store, "release", real -> Future.succeededFuture(true)));

        assertBroken(Rule.STUCK, broken, FaultKind.CLOSED, Phase.RELEASE);
    }

    private static Make with(String name, UnaryOperator<LeaseStore> store) {
        return new Make(name, store, true);
    }

    /** Again if the machine stood still before anything could be seen. */
    private void assertBroken(Rule rule, Make make, FaultKind kind, Phase phase) {
        Outcome outcome = run(make, kind, phase);
        for (int i = 0; i < AGAIN && outcome.stalled() && outcome.violations().isEmpty(); i++) {
            outcome = run(make, kind, phase);
        }
        assertThat(outcome.violations())
                .as("violations of %s", outcome)
                .extracting(Violation::rule)
                .contains(rule);
    }

    private Outcome run(Make make, FaultKind kind, Phase phase) {
        return new CellRun(ServerChoice.POSTGRES.shared(), new Cell(kind, phase), make, ticker).run();
    }

    private static StoreAnswer.Looked closed(StoreAnswer.Looked looked) {
        Map<SessionId, SessionSight> closed = new HashMap<>();
        looked.sessions()
                .forEach((id, sight) -> closed.put(
                        id,
                        new SessionSight(
                                id,
                                sight.version(),
                                true,
                                sight.leaseMillis(),
                                sight.renewMillis(),
                                sight.silentMillis())));
        return new StoreAnswer.Looked(looked.server(), looked.leases(), closed, looked.held());
    }
}
