// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.election.ElectionState.Phase;
import io.github.elector.exploration.Move.Kind;
import io.github.elector.host.HostCommand;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Server;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.MemoryTables;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One state of a small world in true time, and everything that may happen next. Each move makes another world; this one
 * stays as it is.
 *
 * <p>A message arrives, a task is done and a timer rings in the instant they are due, in every order. Only when nothing
 * of that kind is left does time go on, to the next instant at which something is due. Whatever takes longer is a fault,
 * and whoever is paused has to do all of it when he wakes.
 */
final class World {
    static final ComponentName COMPONENT = new ComponentName("c");

    private static final Generation LIFE = new Generation("life");
    private static final long MILLI = 1_000_000;
    private static final long EPOCH_MILLIS = 1_800_000_000_000L;
    private static final long UP_MILLIS = 3_600_000;

    final Scope scope;
    /** In which orders the nodes may be told. */
    final List<int[]> orders;

    long now;
    Node[] nodes;
    MemoryTables tables;
    List<Call> calls;
    Budget budget;
    long databaseOffsetMillis;
    /** What the lease row says, or null. */
    @Nullable
    TermId row;

    boolean rowReleased;
    /** Numbers of all terms ever granted, in order. */
    long[] granted;

    /** True time from which on no fault has an effect of its own any more. */
    long lastEffect;
    /** Whether all was well before the latest move. */
    boolean wasSteady;

    private int numbers;
    private @Nullable List<String> notes;

    /** Where it all begins: every node has just been started. */
    World(Scope scope) {
        this.scope = scope;
        this.orders = Places.of(scope.machines());
        this.tables = new MemoryTables();
        this.calls = new ArrayList<>();
        this.budget = scope.budget();
        this.granted = new long[0];
        this.nodes = new Node[scope.machines().size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = new Node(i, scope.machines().get(i));
        }
        for (Node node : nodes) {
            node.enter(this);
            node.start();
            node.enter(null);
        }
    }

    private World(World before) {
        this.scope = before.scope;
        this.orders = before.orders;
        this.now = before.now;
        this.nodes = before.nodes.clone();
        this.tables = before.tables;
        this.calls = new ArrayList<>(before.calls);
        this.budget = before.budget;
        this.databaseOffsetMillis = before.databaseOffsetMillis;
        this.row = before.row;
        this.rowReleased = before.rowReleased;
        this.granted = before.granted;
        this.lastEffect = before.lastEffect;
        this.wasSteady = before.isSteady();
        this.numbers = before.numbers;
        this.notes = before.notes;
    }

    /** From now on what happens is written here, also by the worlds that follow. */
    void note(List<String> lines) {
        notes = lines;
    }

    void say(Supplier<String> line) {
        if (notes != null) {
            notes.add(line.get());
        }
    }

    int nextNumber() {
        return numbers++;
    }

    // What may happen.

    /** Everything that may happen next, in an order that depends on the state alone. */
    List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        if (granted.length > scope.terms() || isSettled() || isAbandoned()) {
            return moves;
        }
        boolean[] busy = new boolean[nodes.length];
        boolean urgent = addDue(moves, busy);
        if (!urgent && nextInstant() != Long.MAX_VALUE) {
            moves.add(Move.of(Kind.TIME, -1));
        }
        if (now < scope.windowNanos()) {
            addFaults(moves, busy);
        }
        return moves;
    }

    /** Whether something has to be done before time goes on. */
    private boolean addDue(List<Move> moves, boolean[] busy) {
        boolean urgent = false;
        for (Node node : nodes) {
            if (node.paused) {
                urgent |= addLate(moves, node.pausedAt, Move.of(Kind.RESUME, node.index));
            } else if (node.isUp()) {
                if (node.isDue(now)) {
                    moves.add(Move.of(Kind.TICK, node.index));
                    busy[node.index] = true;
                }
                for (Task task : node.tasks) {
                    Move move = Move.of(Kind.TASK, node.index, task.number());
                    boolean due = addWhen(moves, task.lateSince(), move);
                    urgent |= due;
                    busy[node.index] |= due;
                }
            } else if (now < scope.windowNanos()) {
                moves.add(Move.of(Kind.RESTART, node.index));
            }
        }
        for (Call call : calls) {
            Node node = nodes[call.node()];
            boolean heard = node.runs() && node.life == call.life();
            if (heard && !call.givenUp() && node.machine.nanosAt(now) - call.deadlineNanos() >= 0) {
                moves.add(Move.of(Kind.GIVE_UP, call.node(), call.number()));
                busy[call.node()] = true;
            }
            if (call.stage() == Call.Stage.REQUEST) {
                urgent |= addWhen(moves, call.lateSince(), Move.of(Kind.EXECUTE, call.node(), call.number()));
            } else if (call.stage() == Call.Stage.ANSWER && heard) {
                boolean due = addWhen(moves, call.lateSince(), Move.of(Kind.ANSWER, call.node(), call.number()));
                urgent |= due;
                busy[call.node()] |= due;
            }
        }
        for (boolean each : busy) {
            urgent |= each;
        }
        return urgent;
    }

    /** Returns whether it is due in this instant. */
    private boolean addWhen(List<Move> moves, long lateSince, Move move) {
        if (lateSince < 0) {
            moves.add(move);
            return true;
        }
        return addLate(moves, lateSince, move);
    }

    /** What is late happens at any instant after that, and has to before it is too late. */
    private boolean addLate(List<Move> moves, long since, Move move) {
        if (now > since) {
            moves.add(move);
        }
        return now - since >= scope.longNanos();
    }

    /**
     * Whatever befalls a process may wait until just before its next event, since nobody sees a difference until then;
     * and steps of the database's clock until it is read.
     */
    private void addFaults(List<Move> moves, boolean[] busy) {
        for (Node node : nodes) {
            if (busy[node.index]) {
                add(moves, Fault.CRASH, Move.of(Kind.CRASH, node.index));
                add(moves, Fault.PAUSE, Move.of(Kind.PAUSE, node.index));
                add(moves, Fault.WALL_STEP, Move.of(Kind.WALL_AHEAD, node.index));
                add(moves, Fault.WALL_STEP, Move.of(Kind.WALL_BACK, node.index));
            }
            if (node.runs()) {
                addFaultsOfHost(moves, node);
            }
        }
        boolean clockIsRead = false;
        for (Call call : calls) {
            boolean lives = nodes[call.node()].life == call.life() && nodes[call.node()].isUp();
            boolean waits = call.stage() == Call.Stage.ANSWER && nodes[call.node()].paused;
            if (lives && !waits && !call.isLate() && call.stage() != Call.Stage.LOST) {
                add(moves, Fault.LOSS, Move.of(Kind.LOSE, call.node(), call.number()));
                add(moves, Fault.DELAY, Move.of(Kind.DELAY, call.node(), call.number()));
            }
            clockIsRead |= call.stage() == Call.Stage.REQUEST && (!call.isLate() || now > call.lateSince());
        }
        if (clockIsRead) {
            add(moves, Fault.DATABASE_STEP, Move.of(Kind.DATABASE_AHEAD, -1));
            add(moves, Fault.DATABASE_STEP, Move.of(Kind.DATABASE_BACK, -1));
        }
    }

    private void addFaultsOfHost(List<Move> moves, Node node) {
        for (Task task : node.tasks) {
            if (!task.isLate()) {
                add(moves, Fault.SLOW_WORK, Move.of(Kind.SLOW, node.index, task.number()));
            }
            if (!task.isLate() && task.kind() == Task.Kind.WORK_ENDS) {
                add(moves, Fault.HUNG_WORK, Move.of(Kind.HANG, node.index, task.number()));
            }
        }
        if (budget.allows(Fault.RESIGNATION) && node.position().phase() != Phase.STANDBY) {
            moves.add(Move.of(Kind.RESIGN, node.index));
        }
        if (budget.allows(Fault.HINT) && row != null && node.position().leader() != null) {
            moves.add(Move.of(Kind.HINT, node.index));
        }
    }

    private void add(List<Move> moves, Fault fault, Move move) {
        if (budget.allows(fault)) {
            moves.add(move);
        }
    }

    /** The next instant at which something is due, or {@link Long#MAX_VALUE} if nothing ever is. */
    private long nextInstant() {
        long next = Long.MAX_VALUE;
        for (Node node : nodes) {
            if (node.paused) {
                next = Math.min(next, node.pausedAt + scope.longNanos());
            } else if (node.isUp()) {
                OptionalLong wake = node.wakeAt(now, scope.grainNanos());
                next = wake.isPresent() ? Math.min(next, wake.getAsLong()) : next;
            }
            for (Task task : node.tasks) {
                next = task.isLate() && !node.paused ? Math.min(next, task.lateSince() + scope.longNanos()) : next;
            }
            if (node.validTerm(now) != null) {
                next = Math.min(next, hardEndOf(node));
            }
        }
        for (Call call : calls) {
            Node node = nodes[call.node()];
            boolean heard = node.runs() && node.life == call.life();
            if (heard && !call.givenUp()) {
                next = Math.min(next, node.machine.instantOf(call.deadlineNanos(), now, scope.grainNanos()));
            }
            if (call.isLate() && (heard || call.stage() == Call.Stage.REQUEST)) {
                next = Math.min(next, call.lateSince() + scope.longNanos());
            }
        }
        return next;
    }

    private long hardEndOf(Node node) {
        ExploredTerm term = Objects.requireNonNull(node.term);
        Validity validity = Objects.requireNonNull(node.validity(term.id().session()));
        return node.machine.instantOf(validity.grant().hardEndNanos(), now, scope.grainNanos());
    }

    // What happens.

    /** The world after this move, in which every promise still holds. */
    World after(Move move) {
        World next = new World(this);
        next.say(() -> next.describe(move));
        try {
            next.make(move);
            next.check();
        } catch (IllegalStateException | NullPointerException thrown) {
            throw new Violation("the host threw " + thrown, thrown);
        }
        return next;
    }

    private void make(Move move) {
        if (move.node() < 0 || move.kind() == Kind.EXECUTE) {
            make(move, nodes[0]);
            return;
        }
        Node node = nodes[move.node()].copy();
        nodes[move.node()] = node;
        node.enter(this);
        make(move, node);
        node.enter(null);
    }

    private void make(Move move, Node node) {
        switch (move.kind()) {
            case TICK -> node.tick();
            case EXECUTE -> execute(take(move.which()));
            case ANSWER -> answer(node, take(move.which()));
            case GIVE_UP -> giveUp(node, take(move.which()));
            case TASK -> perform(node, task(node, move.which()));
            case TIME -> now = nextInstant();
            case LOSE -> lose(take(move.which()));
            case DELAY -> {
                spend(Fault.DELAY);
                calls.add(take(move.which()).late(now));
            }
            case CRASH -> crash(node);
            case RESTART -> {
                node.start();
                lastEffect = Math.max(lastEffect, now);
            }
            case PAUSE -> {
                spend(Fault.PAUSE);
                node.paused = true;
                node.pausedAt = now;
            }
            case RESUME -> {
                node.paused = false;
                lastEffect = Math.max(lastEffect, now);
            }
            case DATABASE_AHEAD -> stepDatabase(scope.stepMillis());
            case DATABASE_BACK -> stepDatabase(-scope.stepMillis());
            case WALL_AHEAD -> stepWall(node, scope.stepMillis());
            case WALL_BACK -> stepWall(node, -scope.stepMillis());
            case SLOW -> {
                spend(Fault.SLOW_WORK);
                Task task = task(node, move.which());
                node.tasks.remove(task);
                node.tasks.add(task.late(now));
            }
            case HANG -> {
                spend(Fault.HUNG_WORK);
                node.tasks.remove(task(node, move.which()));
            }
            case RESIGN -> {
                spend(Fault.RESIGNATION);
                node.resign(scope.stayOutNanos());
                node.unwillingUntil = now + node.machine.trueNanos(scope.stayOutNanos());
                lastEffect = Math.max(lastEffect, node.unwillingUntil);
            }
            case HINT -> {
                spend(Fault.HINT);
                node.hint(Objects.requireNonNull(row));
            }
        }
    }

    private void spend(Fault fault) {
        budget = budget.spend(fault);
        lastEffect = Math.max(lastEffect, now);
        wasSteady = false;
    }

    private Call take(int number) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).number() == number) {
                return calls.remove(i);
            }
        }
        throw new IllegalArgumentException("there is no call " + number);
    }

    private static Task task(Node node, int number) {
        return node.tasks.stream()
                .filter(task -> task.number() == number)
                .findFirst()
                .orElseThrow();
    }

    /** Calls that nobody waits for any more; they may still be executed. */
    void forget(Predicate<Call> which) {
        calls.replaceAll(call -> which.test(call) ? call.given() : call);
        calls.removeIf(call -> call.givenUp() && call.stage() == Call.Stage.LOST);
    }

    private void lose(Call call) {
        spend(Fault.LOSS);
        if (!call.givenUp()) {
            calls.add(call.lost());
        }
    }

    private void answer(Node node, Call call) {
        endsLateness(call.isLate());
        node.answer(call);
    }

    private void endsLateness(boolean wasLate) {
        if (wasLate) {
            lastEffect = Math.max(lastEffect, now);
            wasSteady = false;
        }
    }

    private void giveUp(Node node, Call call) {
        if (call.stage() != Call.Stage.LOST) {
            calls.add(call.given());
        }
        node.giveUp(call);
    }

    private void perform(Node node, Task task) {
        endsLateness(task.isLate());
        node.perform(task);
    }

    private void crash(Node node) {
        long quietSince = node.activeAt;
        budget = budget.spend(Fault.CRASH);
        wasSteady = false;
        // It may as well have died right after its last event.
        lastEffect = Math.max(lastEffect, quietSince);
        node.crash();
        calls.removeIf(call -> call.node() == node.index && call.stage() != Call.Stage.REQUEST);
    }

    private void stepDatabase(long millis) {
        spend(Fault.DATABASE_STEP);
        databaseOffsetMillis += millis;
    }

    private void stepWall(Node node, long millis) {
        spend(Fault.WALL_STEP);
        node.wallMillis += millis;
    }

    // The database.

    private void execute(Call call) {
        endsLateness(call.isLate());
        Object answer = executed(call.command());
        say(() -> "    the answer is " + answer);
        Node node = nodes[call.node()];
        if (node.isUp() && node.life == call.life()) {
            calls.add(call.answered(answer));
        }
    }

    private Object executed(HostCommand command) {
        if (command instanceof HostCommand.Look look) {
            return tables.look(look.request(), server(), databaseMillis());
        }
        tables = new Twin().of(tables);
        if (command instanceof HostCommand.OpenSession open) {
            if (!tables.open(open.opening(), databaseMillis())) {
                throw new Violation("session id " + open.opening().id() + " was used twice");
            }
            return new StoreAnswer.Opened(server());
        }
        if (command instanceof HostCommand.Heartbeat beat) {
            return tables.heartbeat(beat.session(), server(), databaseMillis());
        }
        if (command instanceof HostCommand.CloseSession close) {
            tables.closeSession(close.session());
            return true;
        }
        if (command instanceof HostCommand.Expire expire) {
            return expired(expire);
        }
        if (command instanceof HostCommand.Acquire acquire) {
            return acquired(acquire);
        }
        if (command instanceof HostCommand.Release release) {
            boolean released = tables.release(release.term());
            rowReleased |= released;
            return released;
        }
        throw new IllegalArgumentException("no statement for " + command);
    }

    private boolean expired(HostCommand.Expire expire) {
        boolean closed = tables.expire(expire.silence().request(), expire.by(), LIFE);
        for (Node node : nodes) {
            Validity validity = node.isUp() ? node.validity(expire.silence().session()) : null;
            if (closed
                    && validity != null
                    && !validity.over()
                    && validity.grant().isValid(node.moment(now))) {
                throw new Violation("G6: a candidate closed session " + validity.session() + " of " + node
                        + ", whose terms are valid");
            }
        }
        return closed;
    }

    private List<StoreAnswer.Acquired> acquired(HostCommand.Acquire acquire) {
        AcquireRequest request = new AcquireRequest(
                acquire.session(),
                acquire.asks().stream().map(HostCommand.Ask::claim).toList());
        List<StoreAnswer.Acquired> answers = tables.acquire(request, LIFE, databaseMillis());
        for (StoreAnswer.Acquired answer : answers) {
            if (answer instanceof StoreAnswer.Granted yes) {
                granted(yes.term());
            }
        }
        return answers;
    }

    private void granted(TermId term) {
        for (long before : granted) {
            if (before >= term.number()) {
                throw new Violation("G2: term " + term + " was granted after term " + before);
            }
        }
        row = term;
        rowReleased = false;
        granted = Arrays.copyOf(granted, granted.length + 1);
        granted[granted.length - 1] = term.number();
    }

    private static Server server(long upMillis) {
        return new Server(LIFE, upMillis);
    }

    private Server server() {
        return server(UP_MILLIS);
    }

    long databaseMillis() {
        return EPOCH_MILLIS + now / MILLI + databaseOffsetMillis;
    }

    // What holds.

    /** G1, G4 and G6, after every move. */
    void check() {
        ExploredTerm valid = null;
        for (Node node : nodes) {
            ExploredTerm term = node.validTerm(now);
            if (term != null) {
                if (valid != null) {
                    throw new Violation("G1: two valid terms, " + valid.id() + " and " + term.id());
                }
                valid = term;
                if (!term.id().equals(row) || rowReleased) {
                    throw new Violation("G1: " + term.id() + " is valid, but the row says " + row
                            + (rowReleased ? ", released" : ""));
                }
            }
        }
        if (valid != null) {
            checkOlderWork(valid);
        } else {
            checkThatSomebodyLeads();
        }
    }

    /** Work of an older term is inside its budget until its stop budget is spent, or its lease may be taken by others. */
    private void checkOlderWork(ExploredTerm newer) {
        for (Node node : nodes) {
            ExploredTerm older = node.isUp() ? node.term : null;
            if (older == null
                    || !older.workRuns()
                    || older.id().number() >= newer.id().number()) {
                continue;
            }
            long stop = node.machine.trueNanos(scope.timing().stopNanos());
            boolean withinStop = !older.ended() || now < older.endedAt() + stop;
            Validity validity = node.validity(older.id().session());
            if (withinStop
                    && validity != null
                    && now
                            < validity.sentAt()
                                    + node.machine.trueNanos(scope.timing().hardNanos())) {
                throw new Violation(
                        "G4: " + newer.id() + " is announced while the work of " + older.id() + " may still run");
            }
        }
    }

    private void checkThatSomebodyLeads() {
        if (isQuiet() && now - lastEffect > scope.leaderlessNanos() && isAnybodyWilling()) {
            throw new Violation("G6: nobody leads " + (now - lastEffect) / MILLI
                    + " ms after the last effect of a fault, and the bound is " + scope.leaderlessNanos() / MILLI);
        }
    }

    private boolean isAnybodyWilling() {
        for (Node node : nodes) {
            if (node.isWilling(now)) {
                return true;
            }
        }
        return false;
    }

    /** Whether no fault has an effect of its own any more. */
    private boolean isQuiet() {
        if (now < lastEffect) {
            return false;
        }
        for (Node node : nodes) {
            if (node.paused || node.tasks.stream().anyMatch(Task::isLate)) {
                return false;
            }
        }
        for (Call call : calls) {
            if (call.isLate()) {
                return false;
            }
        }
        return true;
    }

    /** Whether somebody leads whose heartbeat was sent and answered yes after the last effect of a fault: no term may end. */
    boolean isSteady() {
        if (!isQuiet()) {
            return false;
        }
        for (Node node : nodes) {
            ExploredTerm term = node.validTerm(now);
            Validity validity = term == null ? null : node.validity(term.id().session());
            if (validity != null && validity.sentAt() > lastEffect) {
                return true;
            }
        }
        return false;
    }

    /** Whether something can still go wrong, or a process be started. */
    boolean isOpen() {
        if (now >= scope.windowNanos()) {
            return false;
        }
        for (Node node : nodes) {
            if (!node.isUp()) {
                return true;
            }
        }
        return !budget.isSpent();
    }

    /** Nothing can go wrong any more, somebody leads, and nobody has anything to do but to go on. */
    boolean isSettled() {
        if (isOpen() || !calls.isEmpty() || !isSteady()) {
            return false;
        }
        for (Node node : nodes) {
            if (node.isUp() && (!node.tasks.isEmpty() || node.isDue(now) || !isAtRest(node))) {
                return false;
            }
        }
        return true;
    }

    /** Work that hangs for ever leaves its election waiting for ever, once the lease was given up. */
    private boolean isAtRest(Node node) {
        Phase phase = node.position().phase();
        boolean holds = !rowReleased && node.term != null && node.term.id().equals(row);
        return phase == Phase.STANDBY || phase == Phase.LEADING || (phase == Phase.DRAINING && !holds);
    }

    /** Nobody leads, since nobody is left who could, and nothing will change that. */
    private boolean isAbandoned() {
        return !isOpen()
                && calls.isEmpty()
                && isQuiet()
                && now - lastEffect > scope.leaderlessNanos()
                && !isSteady()
                && !isAnybodyWilling();
    }

    private String describe(Move move) {
        String what = move.kind().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        StringBuilder line = new StringBuilder(String.format("%9.3f s  ", now / 1e9)).append(what);
        if (move.node() >= 0) {
            line.append(" n").append(move.node());
        }
        calls.stream()
                .filter(call -> call.number() == move.which())
                .forEach(call ->
                        line.append(": ").append(call.stage()).append(' ').append(call.command()));
        if (move.which() >= 0 && move.node() >= 0) {
            nodes[move.node()].tasks.stream()
                    .filter(task -> task.number() == move.which())
                    .forEach(task ->
                            line.append(": ").append(task.kind()).append(' ').append(task.term()));
        }
        return line.toString();
    }
}
