// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static io.github.elector.testing.Await.await;

import io.github.elector.notice.NoticeType;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** One cell from its start to its verdict, on the thread that calls it. */
final class CellRun {
    /** For how long a member that resigned stays out. */
    static final Duration STAY_OUT = Duration.ofSeconds(1);

    private static final long LEFT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final FaultServer server;
    private final Cell cell;
    private final Ticker ticker;
    private final Chronicle chronicle = new Chronicle();
    private final Keeper held = new Keeper();
    private final List<Violation> violations = new ArrayList<>();
    private final Ground ground;
    private final Crew crew;
    private boolean struck;
    private boolean lost;
    private long excused;
    private long leaderlessNanos = -1;

    CellRun(FaultServer server, Cell cell, Make make, Ticker ticker) {
        this.server = server;
        this.cell = cell;
        this.ticker = ticker;
        this.ground = server.ground();
        this.crew = hasJvms()
                ? new JvmCrew(server, ground, chronicle, cell.kind().needs() == Needs.JVM_CLOCKS)
                : new VertxCrew(ground, make, chronicle);
    }

    private boolean hasJvms() {
        return cell.kind().needs().isOfJvms();
    }

    /** What became of it. */
    Outcome run() {
        long begun = System.nanoTime();
        try {
            String node = reachPhase();
            strikeAndHeal(node);
        } catch (AssertionError | RuntimeException stuck) {
            violations.add(new Violation(Rule.STUCK, stuck.toString()));
        } finally {
            held.letGo();
            crew.letGo();
        }
        try {
            closeElectors();
            closeRest();
            boolean stalled = ticker.stalledBetween(begun, System.nanoTime());
            judge(stalled);
            ground.close();
            return outcome(stalled);
        } catch (RuntimeException unreachable) {
            violations.add(new Violation(Rule.STUCK, "the server is gone: " + unreachable));
            return outcome(false);
        }
    }

    private Outcome outcome(boolean stalled) {
        return new Outcome(server.name(), cell, struck, stalled, leaderlessNanos, counts(), List.copyOf(violations));
    }

    /** Returns when a member stands in the phase and waits to be struck; its node. */
    private String reachPhase() {
        boolean fromTheStart = !hasJvms()
                && (cell.phase() == Phase.BEGIN
                        || (cell.phase() == Phase.CLAIM && !cell.kind().isAboutTheLease()));
        if (fromTheStart) {
            crew.arm(cell.phase());
        }
        await("the start of three members", crew.start());
        if (!fromTheStart) {
            Chronicle.Wrote wrote = (Chronicle.Wrote)
                    await("a write of the first leader", chronicle.first(isSettledWrite(System.nanoTime())));
            crew.arm(cell.phase());
            if (cell.phase() != Phase.LEAD) {
                crew.resign(wrote.node());
            }
        }
        return await("a member in phase " + cell.phase().text(), crew.sprung());
    }

    private void strikeAndHeal(String node) {
        long term = chronicle.leading(node).orElse(-1L);
        cell.kind().strike(crew.scene(server, ground, node, held));
        struck = true;
        crew.letGo();
        pass(cell.kind().hold().duration());
        held.letGo();
        long healed = System.nanoTime();
        // A session that cannot be renewed any more shows it only then.
        long shown = healed + Times.TIMING.leaseNanos();
        Chronicle.Wrote wrote = (Chronicle.Wrote) await("a settled leader", chronicle.first(isSettledWrite(shown)));
        long leads = chronicle.elected(wrote.term()).orElseThrow().notice().nanos();
        leaderlessNanos = Math.max(0, leads - healed);
        if (cell.phase().isOfAValidTerm() && term >= 0) {
            lost = wrote.term() != term;
        }
    }

    /** A write after this moment, of a leader that has led for two heartbeats at least. */
    private Predicate<Chronicle.Event> isSettledWrite(long afterNanos) {
        long settled = 2 * Times.TIMING.renewNanos();
        return event -> event instanceof Chronicle.Wrote wrote
                && wrote.nanos() - afterNanos > 0
                && chronicle
                        .elected(wrote.term())
                        .map(told -> wrote.nanos() - told.notice().nanos() > settled)
                        .orElse(false);
    }

    private void closeElectors() {
        for (Future<Long> closing : crew.closeElectors()) {
            try {
                long millis = await("the close of an elector", closing);
                if (millis > TimeUnit.NANOSECONDS.toMillis(Times.closeNanos())) {
                    violations.add(new Violation(Rule.CLOSE, "an elector took " + millis + " ms to close"));
                }
            } catch (AssertionError | RuntimeException stuck) {
                violations.add(new Violation(Rule.CLOSE, stuck.toString()));
            }
        }
    }

    private void closeRest() {
        try {
            crew.close();
        } catch (AssertionError | RuntimeException stuck) {
            violations.add(new Violation(Rule.CLOSE, stuck.toString()));
        }
        int left = connectionsLeft();
        if (left > 0) {
            violations.add(new Violation(Rule.LEFT_BEHIND, left + " connections at the server after the end"));
        }
    }

    /** A server takes a moment to notice. */
    private int connectionsLeft() {
        long until = System.nanoTime() + LEFT_NANOS;
        int left = ground.connections();
        while (left > 0 && System.nanoTime() - until < 0) {
            pass(Duration.ofMillis(50));
            left = ground.connections();
        }
        return left;
    }

    private void judge(boolean stalled) {
        List<Violation> found = Referee.judge(chronicle.notices(), crew.spans(), ground.journal(), crew::isKilled);
        boolean mayOverlap = cell.kind().breaksTheAssumption();
        for (Violation violation : found) {
            if (mayOverlap && violation.rule() == Rule.OVERLAP) {
                excused++;
            } else {
                violations.add(violation);
            }
        }
        chronicle.events().stream()
                .filter(Chronicle.Unhandled.class::isInstance)
                .forEach(thrown -> violations.add(new Violation(Rule.UNHANDLED, thrown.toString())));
        chronicle.notices().stream()
                .map(told -> told.notice().toJson().encode())
                .filter(text -> text.contains(Ground.SECRET))
                .forEach(text -> violations.add(new Violation(Rule.SECRET, "a notice holds the password")));
        if (stalled) {
            violations.removeIf(violation -> violation.rule() == Rule.CLOSE || violation.rule() == Rule.STUCK);
        } else if (leaderlessNanos >= 0) {
            judgeBounds();
        }
    }

    private void judgeBounds() {
        if (leaderlessNanos > Times.leaderlessNanos()) {
            violations.add(new Violation(
                    Rule.LEADERLESS,
                    "nobody led for " + TimeUnit.NANOSECONDS.toMillis(leaderlessNanos) + " ms after the fault, and "
                            + TimeUnit.NANOSECONDS.toMillis(Times.leaderlessNanos()) + " ms are allowed"));
        }
        if (!cell.phase().isOfAValidTerm()) {
            return;
        }
        // In its first moments a term may have little more left than one heartbeat interval.
        boolean mayBeShort = cell.phase() == Phase.BEGIN && cell.kind().hold() == Hold.SHORT;
        if (lost && cell.kind().cost() == Cost.NEVER && !mayBeShort) {
            violations.add(new Violation(Rule.COST, "the term was lost: " + reasons()));
        }
        if (!lost && cell.kind().cost() == Cost.ALWAYS) {
            violations.add(new Violation(Rule.NO_BITE, "the term went on"));
        }
    }

    private List<String> reasons() {
        return chronicle.notices().stream()
                .filter(told -> told.is(NoticeType.REVOKED))
                .map(told -> told.node() + " " + told.notice().reason())
                .toList();
    }

    private Outcome.Counts counts() {
        List<Chronicle.Event> events = chronicle.events();
        long terms = chronicle.notices().stream()
                .filter(told -> told.is(NoticeType.ELECTED))
                .count();
        return new Outcome.Counts(
                terms,
                lost ? 1 : 0,
                excused,
                events.stream().filter(Chronicle.Wrote.class::isInstance).count(),
                events.stream().filter(Chronicle.Refused.class::isInstance).count(),
                crew.samples());
    }

    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
