// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Electors that are broken on purpose are found out by the cells of the matrix: it can fail. */
class BrokenElectorsTest {
    private final Ticker ticker = new Ticker();

    @AfterEach
    void close() {
        ticker.close();
    }

    @Test
    void workWithoutTheFenceLeavesStaleRows() {
        Make broken = new Make("writes without the fence", UnaryOperator.identity(), false);

        assertThat(brokenBy(broken, FaultKind.CLOSED, Phase.RELEASE)).contains(Rule.STALE_ROW);
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

        assertThat(brokenBy(broken, FaultKind.LINE_SILENT, Phase.LEAD)).contains(Rule.OVERLAP);
    }

    @Test
    @EnabledIfSystemProperty(named = "elector.faults", matches = ".+")
    void electorThatTakesEveryOtherSessionForClosedOverlaps() {
        Make broken = with(
                "takes every session for closed",
                store -> BentStore.of(
                        store, "look", real -> real.get().map(looked -> closed((StoreAnswer.Looked) looked))));

        assertThat(brokenBy(broken, FaultKind.WALL_CLOCK_BACK, Phase.LEAD)).contains(Rule.OVERLAP);
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

        assertThat(brokenBy(broken, FaultKind.HALF_OPEN, Phase.LEAD)).contains(Rule.COST);
    }

    @Test
    @EnabledIfSystemProperty(named = "elector.faults", matches = ".+")
    void electorThatReleasesNothingLeavesTheOthersWaiting() {
        Make broken =
                with("releases nothing", store -> BentStore.of(store, "release", real -> Future.succeededFuture(true)));

        assertThat(brokenBy(broken, FaultKind.CLOSED, Phase.RELEASE)).contains(Rule.STUCK);
    }

    private static Make with(String name, UnaryOperator<LeaseStore> store) {
        return new Make(name, store, true);
    }

    /** Again if the machine stood still before anything could be seen. */
    private List<Rule> brokenBy(Make make, FaultKind kind, Phase phase) {
        Outcome outcome = run(make, kind, phase);
        for (int i = 0; i < 2 && outcome.stalled() && outcome.violations().isEmpty(); i++) {
            outcome = run(make, kind, phase);
        }
        return outcome.violations().stream().map(Violation::rule).toList();
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
