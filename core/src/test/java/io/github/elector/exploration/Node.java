// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.host.Host;
import io.github.elector.host.HostCommand;
import io.github.elector.host.Position;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.session.Grant;
import io.github.elector.store.Hint;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One process with the shipped {@link Host} in it, and a driver that does what the real one does: it runs the commands in
 * order, gives up what is not answered in time, and ignores nothing that is answered later. What must hold whenever a
 * host wants something is checked here; the rest in {@link World#check}.
 */
final class Node implements HostCommand.Runner, HostCommand.Asker, HostCommand.Reporter {
    final int index;
    final Machine machine;
    /** Where what it does has its effect; only while it does something. */
    private @Nullable World stage;

    @Nullable
    Host host;

    SessionNames names;
    int life;
    boolean paused;
    long pausedAt;
    long wallMillis;
    /** True time of the last event of the process: what it does without one nobody sees. */
    long activeAt;

    @Nullable
    ExploredTerm term;

    /** Of sessions that are not over, and of the one of the latest term. */
    List<Validity> validities = new ArrayList<>();

    List<Task> tasks = new ArrayList<>();
    /** True time until which it was asked to stay out. */
    long unwillingUntil = Long.MIN_VALUE;

    private @Nullable Call answering;

    Node(int index, Machine machine) {
        this.index = index;
        this.machine = machine;
        this.names = new SessionNames(index);
    }

    /** The same in another world, where it will go on in another way. */
    Node copy() {
        Node copy = new Node(index, machine);
        Twin twin = new Twin();
        copy.host = host == null ? null : twin.of(host);
        copy.names = twin.of(names);
        copy.life = life;
        copy.paused = paused;
        copy.pausedAt = pausedAt;
        copy.wallMillis = wallMillis;
        copy.activeAt = activeAt;
        copy.term = term;
        copy.validities = new ArrayList<>(validities);
        copy.tasks = new ArrayList<>(tasks);
        copy.unwillingUntil = unwillingUntil;
        return copy;
    }

    /** From now on it acts in this world; until it is null again. */
    void enter(@Nullable World world) {
        stage = world;
    }

    private World world() {
        return Objects.requireNonNull(stage, "a node acts in a world only");
    }

    private Moment moment() {
        return moment(world().now);
    }

    // What it is.

    Moment moment(long now) {
        return new Moment(machine.nanosAt(now), wallMillis);
    }

    boolean isUp() {
        return host != null;
    }

    boolean runs() {
        return host != null && !paused;
    }

    OptionalLong wakeAt(long now, long grain) {
        OptionalLong wake = Objects.requireNonNull(host).wakeAtNanos();
        return wake.isPresent() ? OptionalLong.of(machine.instantOf(wake.getAsLong(), now, grain)) : wake;
    }

    boolean isDue(long now) {
        OptionalLong wake = Objects.requireNonNull(host).wakeAtNanos();
        return wake.isPresent() && machine.nanosAt(now) - wake.getAsLong() >= 0;
    }

    Position position() {
        return Objects.requireNonNull(Objects.requireNonNull(host).position(World.COMPONENT));
    }

    /** The term that is begun and not ended and answers valid, or null; nobody has asked. */
    @Nullable
    ExploredTerm validTerm(long now) {
        ExploredTerm begun = term;
        if (host == null || begun == null || begun.ended()) {
            return null;
        }
        Validity validity = validity(begun.id().session());
        return validity != null && !validity.over() && validity.grant().isValid(moment(now)) ? begun : null;
    }

    @Nullable
    Validity validity(SessionId session) {
        for (Validity validity : validities) {
            if (validity.session().equals(session)) {
                return validity;
            }
        }
        return null;
    }

    /** Whether nothing on this node stands in the way of its leading, as far as is known here. */
    boolean isWilling(long now) {
        return runs() && (term == null || !term.ended() || !term.workRuns()) && unwillingUntil <= now;
    }

    // What happens to it.

    void start() {
        life++;
        activeAt = world().now;
        Host fresh =
                new Host(new NodeName("n" + index), world().scope.timing(), false, machine.seed(), names, moment());
        host = fresh;
        run(fresh.join(World.COMPONENT, moment()));
        on(one -> one.tick(moment()));
    }

    void crash() {
        host = null;
        paused = false;
        term = null;
        validities.clear();
        tasks.clear();
        unwillingUntil = Long.MIN_VALUE;
    }

    void tick() {
        on(one -> one.tick(moment()));
    }

    void resign(long stayOutNanos) {
        on(one -> one.resign(World.COMPONENT, stayOutNanos, moment()));
    }

    void hint(TermId released) {
        on(one -> one.hint(new Hint(released), moment()));
    }

    void perform(Task task) {
        tasks.remove(task);
        TermId id = task.term();
        switch (task.kind()) {
            case GATES_OPEN -> on(one -> one.gatesOpened(id, moment()));
            case WORK_BEGINS -> on(one -> one.workBegun(id, moment()));
            case WORK_ENDS -> {
                if (term != null && term.id().equals(id)) {
                    term = term.workEnded();
                }
                on(one -> one.workEnded(id, moment()));
            }
        }
    }

    private void on(Function<Host, List<HostCommand>> event) {
        activeAt = world().now;
        run(event.apply(Objects.requireNonNull(host)));
    }

    private void run(List<HostCommand> commands) {
        for (HostCommand command : commands) {
            world().say(() -> "    " + this + " wants " + command);
            command.runBy(this);
        }
    }

    // Answers.

    void answer(Call call) {
        answering = call;
        Object answer = Objects.requireNonNull(call.answer());
        HostCommand command = call.command();
        if (command instanceof HostCommand.OpenSession open) {
            on(one -> one.opened(open.opening().id(), (StoreAnswer.Opened) answer, moment()));
        } else if (command instanceof HostCommand.Heartbeat beat) {
            on(one -> one.heartbeatAnswered(beat.session(), beat.attempt(), (StoreAnswer.Heartbeat) answer, moment()));
        } else if (command instanceof HostCommand.CloseSession close) {
            on(one -> one.sessionClosed(close.session(), close.attempt(), moment()));
        } else if (command instanceof HostCommand.Look look) {
            on(one -> one.looked(look.number(), (StoreAnswer.Looked) answer, moment()));
        } else if (command instanceof HostCommand.Expire expire) {
            on(one -> one.expireAnswered(expire, (Boolean) answer, moment()));
        } else if (command instanceof HostCommand.Acquire acquire) {
            on(one -> one.acquired(acquire.asks(), acquired(answer), moment()));
        } else if (command instanceof HostCommand.Release release) {
            on(one -> one.released(release.term(), release.attempt(), moment()));
        }
        answering = null;
    }

    @SuppressWarnings("unchecked")
    private static List<StoreAnswer.Acquired> acquired(Object answer) {
        return (List<StoreAnswer.Acquired>) answer;
    }

    void giveUp(Call call) {
        HostCommand command = call.command();
        if (command instanceof HostCommand.OpenSession open) {
            on(one -> one.openFailed(open.opening().id(), moment()));
        } else if (command instanceof HostCommand.Heartbeat beat) {
            on(one -> one.heartbeatFailed(beat.session(), beat.attempt(), moment()));
        } else if (command instanceof HostCommand.CloseSession close) {
            on(one -> one.sessionCloseFailed(close.session(), close.attempt(), moment()));
        } else if (command instanceof HostCommand.Look look) {
            on(one -> one.lookFailed(look.number(), moment()));
        } else if (command instanceof HostCommand.Expire expire) {
            on(one -> one.expireFailed(expire.silence().session(), expire.attempt(), moment()));
        } else if (command instanceof HostCommand.Acquire acquire) {
            on(one -> one.acquireFailed(acquire.asks(), moment()));
        } else if (command instanceof HostCommand.Release release) {
            on(one -> one.releaseFailed(release.term(), release.attempt(), moment()));
        }
    }

    // What its host wants of the store. One operation in flight for a session, a look, an expiry, an election.

    @Override
    public HostCommand.Asker asker() {
        return this;
    }

    @Override
    public void openSession(HostCommand.OpenSession command) {
        send(
                command,
                other -> sessionOf(other) != null
                        && sessionOf(other).equals(command.opening().id()));
    }

    @Override
    public void heartbeat(HostCommand.Heartbeat command) {
        send(command, other -> sessionOf(other) != null && sessionOf(other).equals(command.session()));
    }

    @Override
    public void closeSession(HostCommand.CloseSession command) {
        ExploredTerm latest = term;
        if (latest != null && latest.id().session().equals(command.session())) {
            mayBeFreed(latest);
        }
        // Nobody waits for its heartbeat any more, and the close must not wait behind it.
        world().forget(call -> isMine(call)
                && call.command() instanceof HostCommand.Heartbeat beat
                && beat.session().equals(command.session()));
        send(command, other -> sessionOf(other) != null && sessionOf(other).equals(command.session()));
    }

    @Override
    public void look(HostCommand.Look command) {
        send(command, HostCommand.Look.class::isInstance);
    }

    @Override
    public void expire(HostCommand.Expire command) {
        send(
                command,
                other -> other instanceof HostCommand.Expire expire
                        && expire.silence().session().equals(command.silence().session()));
    }

    @Override
    public void acquire(HostCommand.Acquire command) {
        if (term != null && term.workRuns()) {
            throw new Violation("G4: " + this + " campaigns while the work of " + term.id() + " runs");
        }
        send(command, Node::isOfElection);
    }

    @Override
    public void release(HostCommand.Release command) {
        ExploredTerm latest = term;
        if (latest != null && latest.id().equals(command.term())) {
            mayBeFreed(latest);
        }
        send(command, Node::isOfElection);
    }

    private static boolean isOfElection(HostCommand command) {
        return command instanceof HostCommand.Acquire || command instanceof HostCommand.Release;
    }

    private static @Nullable SessionId sessionOf(HostCommand command) {
        if (command instanceof HostCommand.OpenSession open) {
            return open.opening().id();
        }
        if (command instanceof HostCommand.Heartbeat beat) {
            return beat.session();
        }
        return command instanceof HostCommand.CloseSession close ? close.session() : null;
    }

    private boolean isMine(Call call) {
        return call.node() == index && call.life() == life;
    }

    private void send(HostCommand command, java.util.function.Predicate<HostCommand> excludes) {
        for (Call call : world().calls) {
            if (isMine(call) && !call.givenUp() && excludes.test(call.command())) {
                throw new Violation(this + " wants " + command + " while this is in flight: " + call.command());
            }
        }
        long deadline = moment().nanos() + world().scope.timing().storeTimeoutNanos();
        world().calls
                .add(new Call(
                        world().nextNumber(),
                        index,
                        life,
                        command,
                        Call.Stage.REQUEST,
                        null,
                        world().now,
                        deadline,
                        false,
                        -1));
    }

    private void mayBeFreed(ExploredTerm latest) {
        long keep = world().scope.timing().stopNanos() + world().scope.timing().leaseNanos();
        boolean longOver =
                latest.ended() && moment().nanos() - latest.endedMoment().nanos() >= keep;
        if (latest.workRuns() && !longOver) {
            throw new Violation("G4: the lease of " + latest.id() + " is given back while its work runs");
        }
    }

    // Terms.

    @Override
    public void openGates(HostCommand.OpenGates command) {
        accepted(command);
        tasks.add(new Task(world().nextNumber(), Task.Kind.GATES_OPEN, command.term(), -1));
    }

    private void accepted(HostCommand command) {
        if (answering != null && answering.givenUp()) {
            throw new Violation(
                    "the answer to " + answering.command() + " was accepted after it was given up: " + command);
        }
    }

    @Override
    public void extend(HostCommand.Extend command) {
        accepted(command);
        Grant grant = command.grant();
        Validity before = validity(command.session());
        boolean wasOver = before != null && (before.over() || before.grant().softLeftNanos(moment()) <= 0);
        if (wasOver || grant.softLeftNanos(moment()) <= 0) {
            throw new Violation("G1: " + this + " extends a session that is over, or by a grant that is");
        }
        if (before != null && grant.sentAt().nanos() - before.grant().sentAt().nanos() < 0) {
            throw new Violation(this + " shortens its grant");
        }
        long sentAt =
                Objects.requireNonNull(answering, "a grant without an answer").sentAt();
        put(new Validity(command.session(), grant, sentAt, false));
    }

    private void put(Validity next) {
        validities.removeIf(validity -> validity.session().equals(next.session()));
        validities.add(next);
        // Older ones are over; only the one of a term whose work may run still counts.
        validities.removeIf(validity -> validity.over()
                && !validity.session().equals(next.session())
                && (term == null || !term.id().session().equals(validity.session())));
    }

    @Override
    public void sessionOver(HostCommand.SessionOver command) {
        Validity validity = validity(command.session());
        if (validity != null) {
            put(validity.ended());
        }
    }

    @Override
    public void beginTerm(HostCommand.BeginTerm command) {
        ExploredTerm previous = term;
        if (previous != null && !previous.ended()) {
            throw new Violation("G5: " + command.term() + " begins before " + previous.id() + " has ended");
        }
        if (previous != null && previous.workRuns()) {
            throw new Violation("G4: " + command.term() + " begins where the work of " + previous.id() + " runs");
        }
        if (previous != null && previous.id().number() >= command.term().number()) {
            throw new Violation("G5: " + command.term() + " begins after " + previous.id());
        }
        term = ExploredTerm.begin(command.term(), moment());
        if (validTerm(world().now) == null) {
            throw new Violation("G5: " + command.term() + " is announced and not valid");
        }
        tasks.add(new Task(world().nextNumber(), Task.Kind.WORK_BEGINS, command.term(), -1));
    }

    @Override
    public void endTerm(HostCommand.EndTerm command) {
        ExploredTerm begun = term;
        if (begun == null || !begun.id().equals(command.term()) || begun.ended()) {
            throw new Violation("G5: " + command.term() + " ends and is not begun");
        }
        if (command.reason() == EndReason.LEASE_LOST) {
            throw new Violation("G6: " + command.term() + " was lost to nobody");
        }
        if (world().wasSteady) {
            throw new Violation("G6: " + command.term() + " ends while all is well: " + command.reason());
        }
        term = begun.end(world().now, moment());
        tasks.removeIf(task -> task.kind() == Task.Kind.WORK_BEGINS);
        tasks.add(new Task(world().nextNumber(), Task.Kind.WORK_ENDS, command.term(), -1));
    }

    @Override
    public HostCommand.Reporter reporter() {
        return this;
    }

    @Override
    public void overrun(HostCommand.Overrun command) {}

    @Override
    public void reportLeader(HostCommand.ReportLeader command) {}

    @Override
    public void reportStore(HostCommand.ReportStore command) {}

    @Override
    public void reportRow(HostCommand.ReportRow command) {
        throw new Violation(this + " complains about a row nobody but electors wrote: " + command.complaint());
    }

    @Override
    public void reportClosedEarly(HostCommand.ReportClosedEarly command) {
        throw new Violation("G6: " + this + " was closed early by " + command.by());
    }

    @Override
    public void reportBug(HostCommand.ReportBug command) {
        throw new Violation("an election threw " + command.bug(), command.bug());
    }

    @Override
    public void retired(HostCommand.Retired command) {
        throw new Violation("nobody has retired " + this);
    }

    @Override
    public void hostClosed(HostCommand.HostClosed command) {
        throw new Violation("nobody has closed " + this);
    }

    @Override
    public String toString() {
        return "n" + index;
    }
}
