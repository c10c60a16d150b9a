// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static io.github.elector.sql.faults.Cost.ALWAYS;
import static io.github.elector.sql.faults.Cost.MAYBE;
import static io.github.elector.sql.faults.Cost.NEVER;
import static io.github.elector.sql.faults.Hold.HALF;
import static io.github.elector.sql.faults.Hold.LONG;
import static io.github.elector.sql.faults.Hold.ONCE;
import static io.github.elector.sql.faults.Hold.SHORT;
import static io.github.elector.sql.faults.Hold.THRICE;
import static io.github.elector.sql.faults.Needs.ALONE;
import static io.github.elector.sql.faults.Needs.BACKENDS;
import static io.github.elector.sql.faults.Needs.CLOCK;
import static io.github.elector.sql.faults.Needs.JVMS;
import static io.github.elector.sql.faults.Needs.JVM_CLOCKS;
import static io.github.elector.sql.faults.Needs.NOTHING;
import static io.github.elector.sql.faults.Needs.PROCESS;

import io.github.elector.sql.testing.Signals;
import io.github.elector.sql.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What can go wrong, each with its numbers in the catalogue of faults ({@code docs/faults.md}). "The line" is that of the
 * member that was caught in the phase; what is not about lines is about all of them.
 */
@SuppressWarnings("ImmutableEnumChecker") // A strike is code without state.
enum FaultKind {
    LINE_SILENT("line silent both ways", NOTHING, LONG, ALWAYS, "F06", scene -> {
        scene.line().pause();
        scene.held().keep(scene.line()::resume);
    }),
    LINE_SILENT_BRIEFLY("line silent for a fifth of a lease", NOTHING, SHORT, NEVER, "F06", scene -> {
        scene.line().pause();
        scene.held().keep(scene.line()::resume);
    }),
    REQUESTS_HELD("requests held, delivered in the end", NOTHING, LONG, ALWAYS, "F04 F46", scene -> {
        scene.line().pauseToServer();
        scene.held().keep(scene.line()::resume);
    }),
    ANSWERS_HELD("answers held, delivered in the end", NOTHING, LONG, ALWAYS, "F05 F07", scene -> {
        scene.line().pauseToClient();
        scene.held().keep(scene.line()::resume);
    }),
    REQUESTS_LOST("requests lost", NOTHING, LONG, ALWAYS, "F04", scene -> {
        scene.line().loseToServer();
        scene.held().keep(scene.line()::resume);
    }),
    ANSWERS_LOST("answers lost", NOTHING, LONG, ALWAYS, "F03 F07", scene -> {
        scene.line().loseToClient();
        scene.held().keep(scene.line()::resume);
    }),
    ONE_REQUEST_LOST(
            "one request lost on each connection",
            NOTHING,
            ONCE,
            NEVER,
            "F04",
            scene -> scene.line().loseNextToServer()),
    ONE_ANSWER_LOST(
            "one answer lost on each connection",
            NOTHING,
            ONCE,
            NEVER,
            "F03",
            scene -> scene.line().loseNextToClient()),
    LINE_SLOW("round trips near the store timeout", NOTHING, LONG, MAYBE, "F08", scene -> {
        Duration each = Duration.ofNanos(Times.TIMING.storeTimeoutNanos() * 7 / 20);
        scene.line().delay(each, each);
        scene.held().keep(() -> scene.line().delay(Duration.ZERO, Duration.ZERO));
    }),
    LINE_LATE("every answer after the store timeout", NOTHING, LONG, ALWAYS, "F05 F08", scene -> {
        scene.line().delay(Duration.ZERO, Duration.ofNanos(Times.TIMING.storeTimeoutNanos() * 3 / 2));
        scene.held().keep(() -> scene.line().delay(Duration.ZERO, Duration.ZERO));
    }),
    HALF_OPEN(
            "connections gone, the client not told",
            NOTHING,
            ONCE,
            NEVER,
            "F06",
            scene -> scene.line().halfOpen()),
    CLOSED(
            "connections closed",
            NOTHING,
            ONCE,
            NEVER,
            "F12",
            scene -> scene.line().cut()),
    RESET(
            "connections reset",
            NOTHING,
            ONCE,
            NEVER,
            "F10",
            scene -> scene.line().reset()),
    TRUNCATED(
            "an answer that ends in its middle",
            NOTHING,
            ONCE,
            NEVER,
            "F10",
            scene -> scene.line().truncateNextToClient()),
    GARBAGE_ANSWERED(
            "an answer of other bytes",
            NOTHING,
            ONCE,
            NEVER,
            "F10",
            scene -> scene.line().garbleNextToClient()),
    GARBAGE_SENT(
            "a request of other bytes",
            NOTHING,
            ONCE,
            NEVER,
            "F10",
            scene -> scene.line().garbleNextToServer()),
    FLAPPING(
            "line off and on every 100 ms",
            NOTHING,
            LONG,
            MAYBE,
            "F09",
            scene -> scene.held()
                    .keep(new Flapping(scene.line()::pause, scene.line()::resume, Duration.ofMillis(100))::end)),
    NEVER_ANSWERED("new connections accepted and never answered", NOTHING, LONG, ALWAYS, "F02", scene -> {
        scene.line().pause();
        scene.line().reset();
        scene.held().keep(scene.line()::resume);
    }),
    REFUSED("connections reset, new ones refused", NOTHING, LONG, ALWAYS, "F01", scene -> {
        scene.line().refuse();
        scene.line().reset();
        scene.held().keep(scene.line()::resume);
    }),
    ALL_SILENT("every line silent", NOTHING, LONG, ALWAYS, "F06 F15", scene -> {
        scene.lines().forEach(TcpProxy::pause);
        scene.held().keep(() -> scene.lines().forEach(TcpProxy::resume));
    }),
    ALL_REFUSED("every line refused", NOTHING, LONG, ALWAYS, "F01", scene -> {
        scene.lines().forEach(TcpProxy::refuse);
        scene.lines().forEach(TcpProxy::reset);
        scene.held().keep(() -> scene.lines().forEach(TcpProxy::resume));
    }),
    OTHERS_SILENT("every line but this one silent", NOTHING, LONG, NEVER, "F07", scene -> {
        scene.otherLines().forEach(TcpProxy::pause);
        scene.held().keep(() -> scene.otherLines().forEach(TcpProxy::resume));
    }),

    SERVER_FROZEN_BRIEFLY("server frozen for a fifth of a lease", PROCESS, SHORT, NEVER, "F15", scene -> {
        scene.process().freeze();
        scene.held().keep(scene.process()::thaw);
    }),
    SERVER_FROZEN("server frozen for longer than a lease", PROCESS, LONG, ALWAYS, "F15", scene -> {
        scene.process().freeze();
        scene.held().keep(scene.process()::thaw);
    }),
    SERVER_KILLED("server killed and started again", PROCESS, ONCE, MAYBE, "F14", scene -> {
        scene.process().kill();
        scene.held().keep(scene.process()::start);
    }),
    SERVER_RESTARTED("server stopped and started again", PROCESS, ONCE, MAYBE, "F13", scene -> {
        scene.process().stop();
        scene.held().keep(scene.process()::start);
    }),
    SERVER_DOWN("server down for longer than a lease", PROCESS, LONG, ALWAYS, "F01 F13", scene -> {
        scene.process().stop();
        scene.held().keep(scene.process()::start);
    }),
    BACKENDS_FROZEN("its backends frozen", BACKENDS, LONG, MAYBE, "F16", scene -> {
        List<Long> pids = scene.ground().backends(scene.acting().node());
        Signals.freeze(pids);
        scene.held().keep(() -> Signals.thaw(pids));
    }),
    BACKEND_CRASHED(
            "a backend killed by kill -9",
            BACKENDS,
            ONCE,
            MAYBE,
            "F12 F14",
            scene -> scene.ground().backends(scene.acting().node()).stream()
                    .limit(1)
                    .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly))),
    BACKENDS_ENDED(
            "every backend ended by an administrator",
            NOTHING,
            ONCE,
            NEVER,
            "F12",
            scene -> scene.ground().killConnections()),
    TOO_MANY_CONNECTIONS("too many connections", NOTHING, LONG, MAYBE, "F11", scene -> {
        scene.ground().setConnectionsRefused(true);
        scene.held().keep(() -> scene.ground().setConnectionsRefused(false));
    }),
    READ_ONLY("server read-only", ALONE, LONG, ALWAYS, "F20", scene -> {
        scene.ground().setReadOnly(true);
        scene.held().keep(() -> scene.ground().setReadOnly(false));
    }),

    LEASE_LOCKED(
            "lease row locked by a stranger",
            NOTHING,
            LONG,
            NEVER,
            "F17",
            scene -> scene.held()
                    .keep(scene.ground().hold("SELECT * FROM {leases} WHERE component = 'billing' FOR UPDATE")::close)),
    SESSION_LOCKED(
            "session row locked by a stranger",
            NOTHING,
            LONG,
            ALWAYS,
            "F17",
            scene -> scene.held()
                    .keep(scene.ground()
                            .hold("SELECT * FROM {sessions} WHERE session_id = '"
                                    + scene.acting().session() + "' FOR UPDATE")::close)),
    TABLES_LOCKED(
            "both tables locked",
            NOTHING,
            LONG,
            ALWAYS,
            "F18",
            scene -> scene.held().keep(scene.ground().lockTables()::close)),
    RIGHTS_REVOKED("rights revoked and given back", NOTHING, LONG, ALWAYS, "F35", scene -> {
        scene.ground().setRights(false);
        scene.held().keep(() -> scene.ground().setRights(true));
    }),
    TABLE_AWAY("table of leases renamed away and back", NOTHING, LONG, ALWAYS, "F34", scene -> {
        scene.ground().setLeasesAway(true);
        scene.held().keep(() -> scene.ground().setLeasesAway(false));
    }),
    LEASE_DELETED(
            "lease row deleted",
            NOTHING,
            ONCE,
            ALWAYS,
            "F32",
            scene -> scene.ground().execute("DELETE FROM {leases} WHERE component = 'billing'")),
    SESSION_DELETED(
            "session row deleted",
            NOTHING,
            ONCE,
            ALWAYS,
            "F32",
            scene -> scene.ground()
                    .execute("DELETE FROM {sessions} WHERE session_id = '"
                            + scene.acting().session() + "'")),
    HOLDER_EDITED(
            "holder edited to a stranger",
            NOTHING,
            ONCE,
            ALWAYS,
            "F33",
            scene -> scene.ground().execute("UPDATE {leases} SET holder = 'stranger~1' WHERE component = 'billing'")),
    TERM_EDITED(
            "term edited to a later one",
            NOTHING,
            ONCE,
            ALWAYS,
            "F33",
            scene -> scene.ground().execute("UPDATE {leases} SET term = term + 1000 WHERE component = 'billing'")),
    RELEASED_EDITED(
            "lease edited to released",
            NOTHING,
            ONCE,
            ALWAYS,
            "F33",
            scene -> scene.ground().execute("UPDATE {leases} SET released = TRUE WHERE component = 'billing'")),
    CLOSED_EDITED(
            "session edited to closed",
            NOTHING,
            ONCE,
            ALWAYS,
            "F33",
            scene -> scene.ground()
                    .execute("UPDATE {sessions} SET closed = TRUE WHERE session_id = '"
                            + scene.acting().session() + "'")),

    DATABASE_CLOCK_FORWARD(
            "database clock an hour ahead",
            CLOCK,
            LONG,
            NEVER,
            "F21",
            scene -> scene.setServerClock(Duration.ofHours(1))),
    DATABASE_CLOCK_BACK(
            "database clock an hour back",
            CLOCK,
            LONG,
            NEVER,
            "F22",
            scene -> scene.setServerClock(Duration.ofHours(-1))),
    DATABASE_CLOCK_FAST(
            "database clock at ten times its speed", CLOCK, LONG, MAYBE, "F23", scene -> scene.setServerSpeed(10)),
    DATABASE_CLOCK_SLOW(
            "database clock at a tenth of its speed", CLOCK, LONG, MAYBE, "F23", scene -> scene.setServerSpeed(0.1)),
    WALL_CLOCK_FORWARD(
            "its wall clock an hour ahead",
            NOTHING,
            ONCE,
            ALWAYS,
            "F24 F28",
            scene -> scene.acting().clock().jump(Duration.ofHours(1))),
    WALL_CLOCK_BACK(
            "its wall clock an hour back",
            NOTHING,
            ONCE,
            NEVER,
            "F24",
            scene -> scene.acting().clock().jump(Duration.ofHours(-1))),
    LOOP_BLOCKED_BRIEFLY(
            "its event loop blocked for a fifth of a lease",
            NOTHING,
            SHORT,
            NEVER,
            "F29",
            scene -> scene.held().keep(new BlockedLoop(scene.acting().vertx())::end)),
    LOOP_BLOCKED(
            "its event loop blocked for longer than a lease",
            NOTHING,
            LONG,
            ALWAYS,
            "F29",
            scene -> scene.held().keep(new BlockedLoop(scene.acting().vertx())::end)),

    JVM_FROZEN_BRIEFLY("its JVM frozen for half a lease", JVMS, HALF, MAYBE, "F25", scene -> {
        scene.jvm().freeze();
        scene.held().keep(scene.jvm()::thaw);
    }),
    JVM_FROZEN("its JVM frozen for three leases", JVMS, THRICE, ALWAYS, "F26 F27", scene -> {
        scene.jvm().freeze();
        scene.held().keep(scene.jvm()::thaw);
    }),
    JVM_KILLED(
            "its JVM killed",
            JVMS,
            ONCE,
            ALWAYS,
            "F47 F60",
            scene -> scene.jvm().kill()),
    JVM_CLOCK_FORWARD(
            "the clock of its JVM an hour ahead",
            JVM_CLOCKS,
            ONCE,
            ALWAYS,
            "F24 F28",
            scene -> scene.jvm().setClock(Duration.ofHours(1))),
    JVM_CLOCK_BACK(
            "the clock of its JVM an hour back",
            JVM_CLOCKS,
            ONCE,
            NEVER,
            "F24",
            scene -> scene.jvm().setClock(Duration.ofHours(-1))),
    JVM_CLOCK_STROBES(
            "the clock of its JVM an hour to and fro",
            JVM_CLOCKS,
            LONG,
            ALWAYS,
            "F30",
            scene -> scene.held().keep(scene.jvm().strobe(Duration.ofHours(1))::end));

    private static final Set<String> BY_HAND = Set.of("RELEASED_EDITED", "CLOSED_EDITED", "LEASE_DELETED");

    private final String title;
    private final Needs needs;
    private final Hold hold;
    private final Cost cost;
    private final String numbers;
    private final Strike strike;

    /** What it does; what it takes back is kept by the scene. */
    @FunctionalInterface
    private interface Strike {
        void on(Scene scene);
    }

    FaultKind(String title, Needs needs, Hold hold, Cost cost, String numbers, Strike strike) {
        this.title = title;
        this.needs = needs;
        this.hold = hold;
        this.cost = cost;
        this.numbers = numbers;
        this.strike = strike;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** Its rows in the catalogue, such as F06. */
    Set<String> numbers() {
        return Set.of(numbers.split(" "));
    }

    Needs needs() {
        return needs;
    }

    Hold hold() {
        return hold;
    }

    Cost cost() {
        return cost;
    }

    /** Whether it is about the row of the lease, which has to be there. */
    boolean isAboutTheLease() {
        return name().startsWith("LEASE_") || this == HOLDER_EDITED || this == TERM_EDITED || this == RELEASED_EDITED;
    }

    /**
     * Whether it breaks what validity rests on, that nobody edits or deletes rows so that a term looks over, or never
     * begun to who has not seen it: two terms may then be valid until the older one's next heartbeat, and only the fence
     * holds.
     */
    boolean breaksTheAssumption() {
        return BY_HAND.contains(name());
    }

    /** Does it. */
    void strike(Scene scene) {
        strike.on(scene);
    }
}
