// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.host.Host;
import io.github.elector.host.HostCommand;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.simulation.Tally.Kind;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One machine with one process: the shipped {@link Host} and a driver that does what the real one does. It stores the
 * state, runs the commands in order, arms one timer, and gives up what is not answered in time.
 */
final class Replica implements HostCommand.Runner, HostCommand.Asker, HostCommand.Reporter {
    private static final int REMEMBERED_TERMS = 12;
    private static final long THINGS_A_COMPONENT = 10;
    private static final long THINGS_A_SESSION = 4;
    private static final int MOST_TICKS_AT_ONE_INSTANT = 100;

    final NodeClock clock;
    Timing timing;
    boolean requestsAreCut;
    boolean answersAreCut;

    final UserWork work;

    private final World world;
    private final NodeName name;
    private final Line heartbeats;
    private final Line others;
    private final Map<SessionId, Validity> validities = new HashMap<>();
    private final Map<ComponentName, SimulatedTerm> latest = new LinkedHashMap<>();
    private final List<SimulatedTerm> remembered = new ArrayList<>();
    private final Map<Object, Call> inFlight = new HashMap<>();
    private final Set<ComponentName> rejoined = new HashSet<>();
    private final Map<ComponentName, Long> unwillingUntil = new HashMap<>();
    private final List<Runnable> inbox = new ArrayList<>();
    private @Nullable Timing rolledOut;
    private @Nullable Host host;
    private @Nullable Call answering;
    private int incarnation;
    private long sessions;
    private boolean paused;
    private boolean asleep;
    private boolean closing;
    private boolean closed;
    private boolean stalled;
    private long closingSince;
    private long closedAfter;
    private long troubledAt;
    private long startedAt;
    private OptionalLong armed = OptionalLong.empty();
    private long alarm;
    private long lastTickNanos;
    private int ticksAtThisInstant;

    Replica(World world, String name, Timing timing, NodeClock clock) {
        this.world = world;
        this.name = new NodeName(name);
        this.timing = timing;
        this.clock = clock;
        this.heartbeats = new Line(world, this);
        this.others = new Line(world, this);
        this.work = new UserWork(world, this);
    }

    // What happens to the process.

    boolean isUp() {
        return host != null;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isAsleep() {
        return asleep;
    }

    int incarnation() {
        return incarnation;
    }

    /** When it is started again it has these times. */
    void rollOut(Timing next) {
        rolledOut = next;
    }

    /** Whether it was started again with other times. */
    boolean hasRolled() {
        return timing.equals(rolledOut);
    }

    void start(List<ComponentName> components) {
        if (incarnation > 0 && rolledOut != null) {
            timing = rolledOut;
        }
        incarnation++;
        int life = incarnation;
        startedAt = world.timeline.now();
        host = new Host(
                name,
                timing,
                false,
                world.chance.bits(),
                () -> SessionId.of(name, life + "." + ++sessions),
                clock.now(),
                world.scenario.componentsAtOnce());
        closing = false;
        closed = false;
        world.say(() -> this + " starts");
        components.forEach(this::join);
        on(host -> host.tick(clock.now()));
    }

    /** kill -9: what is under way may still be executed; work, timers and validity are gone with the process. */
    void crash() {
        world.say(() -> this + " dies");
        latest.values().forEach(term -> {
            term.ended = true;
            term.workRuns = false;
        });
        host = null;
        incarnation++;
        validities.clear();
        latest.clear();
        remembered.clear();
        inFlight.clear();
        rejoined.clear();
        unwillingUntil.clear();
        inbox.clear();
        armed = OptionalLong.empty();
        alarm++;
        paused = false;
        asleep = false;
        heartbeats.replace();
        others.replace();
    }

    void pause(boolean withTheMachine) {
        world.say(() -> this + (withTheMachine ? " sleeps with its machine" : " is paused"));
        paused = true;
        stalled = true;
        asleep = withTheMachine;
        troubled();
    }

    /** Something stands in the way of its heartbeats just now. */
    void troubled() {
        troubledAt = world.timeline.now();
    }

    /** When that was last so. */
    long troubledAt() {
        return troubledAt;
    }

    /** What has piled up is handled in any order. */
    void resume(long sleptNanos) {
        clock.slept(sleptNanos);
        troubled();
        unwillingUntil.replaceAll((component, until) -> until == Long.MAX_VALUE ? until : until + sleptNanos);
        paused = false;
        asleep = false;
        world.say(() -> this + " wakes with " + inbox.size() + " events waiting");
        List<Runnable> waiting = new ArrayList<>(inbox);
        inbox.clear();
        while (!waiting.isEmpty() && isUp()) {
            waiting.remove((int) world.chance.between(0, waiting.size() - 1L)).run();
        }
        if (isUp()) {
            arm();
        }
    }

    // What reaches the event loop.

    /** An event for this incarnation; it waits while the process is paused. */
    void arrive(int incarnation, Runnable event) {
        if (incarnation != this.incarnation || host == null) {
            return;
        }
        if (paused) {
            inbox.add(event);
        } else {
            event.run();
        }
    }

    /** After so long by the own clock; never if the process dies before. */
    void later(long ownNanos, Runnable event) {
        int life = incarnation;
        world.timeline.after(clock.trueNanos(ownNanos), () -> arrive(life, event));
    }

    /** Something that goes wrong, or takes long, and until then nobody can promise a leader. */
    void fault(Runnable event) {
        long wait = world.slowStep(timing);
        world.effectAt(world.timeline.now() + clock.trueNanos(wait));
        later(wait, event);
    }

    void on(Function<Host, List<HostCommand>> event) {
        if (host == null) {
            return;
        }
        List<HostCommand> commands = event.apply(host);
        if (closed && !commands.isEmpty()) {
            throw new Violation(this + " is closed and still wants " + commands);
        }
        commands.forEach(this::run);
        if (host != null) {
            arm();
        }
    }

    private void run(HostCommand command) {
        if (host != null) {
            world.say(() -> this + " " + command);
            command.runBy(this);
        }
    }

    private void arm() {
        OptionalLong wake = Objects.requireNonNull(host).wakeAtNanos();
        if (wake.equals(armed)) {
            return;
        }
        if (closed && wake.isPresent()) {
            throw new Violation(this + " is closed and still wants to be woken");
        }
        armed = wake;
        long number = ++alarm;
        if (wake.isPresent()) {
            int life = incarnation;
            long delay = clock.trueNanos(wake.getAsLong() - clock.now().nanos()) + world.timerDelay(this);
            world.timeline.after(delay, () -> arrive(life, () -> ring(number)));
        }
    }

    private void ring(long number) {
        if (number != alarm) {
            return;
        }
        armed = OptionalLong.empty();
        Moment now = clock.now();
        ticksAtThisInstant = now.nanos() == lastTickNanos ? ticksAtThisInstant + 1 : 0;
        lastTickNanos = now.nanos();
        if (ticksAtThisInstant > MOST_TICKS_AT_ONE_INSTANT) {
            throw new Violation(this + " wakes again and again at one instant");
        }
        on(host -> host.tick(now));
    }

    // What users do.

    void join(ComponentName component) {
        on(host -> host.join(component, clock.now()));
    }

    boolean campaignsFor(ComponentName component) {
        return host != null && host.components().contains(component);
    }

    void retire(ComponentName component) {
        unwilling(component, Long.MAX_VALUE);
        on(host -> host.retire(component, clock.now()));
    }

    void resign(ComponentName component, long stayOutNanos) {
        unwilling(component, world.timeline.now() + clock.trueNanos(stayOutNanos));
        on(host -> host.resign(component, stayOutNanos, clock.now()));
    }

    void close() {
        boolean isFirst = !closing;
        closing = true;
        if (isFirst) {
            stalled = false;
            closingSince = clock.now().nanos();
            later(mostNanosToClose(), this::checkThatItClosed);
        }
        on(host -> host.close(clock.now()));
    }

    /** S and three store timeouts. */
    private long nanosToClose() {
        return timing.stopNanos() + 3 * timing.storeTimeoutNanos();
    }

    /** The same, and a timer that fires late, by the fastest clock. */
    private long mostNanosToClose() {
        long late = World.LATEST_TIMER_NANOS;
        return nanosToClose() + late + late / (Timing.DRIFT_DIVISOR - 1) + 1;
    }

    private void checkThatItClosed() {
        if (!closed && !stalled) {
            world.referee.closes(this, clock.now().nanos() - closingSince + 1, mostNanosToClose());
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether it has closed because its time was over, and not because there was nothing left to do. */
    boolean closedLate() {
        return closed && closedAfter >= nanosToClose();
    }

    /** When it was started, in true time. */
    long startedAt() {
        return startedAt;
    }

    /** L4: what it remembers is bounded by what there is to be known, and does not grow with what has been. */
    void checkFootprint() {
        if (host != null) {
            long things = Footprint.of(host);
            long bound = THINGS_A_COMPONENT * world.scenario.components().size()
                    + THINGS_A_SESSION * world.database.openSessions();
            world.referee.remembers(this, things, bound);
        }
    }

    void hint(Hint hint) {
        on(host -> host.hint(hint, clock.now()));
    }

    /** Whether nothing on this replica stands in the way of its leading the component, as far as is known here. */
    boolean isWilling(ComponentName component) {
        SimulatedTerm term = latest.get(component);
        return campaignsFor(component)
                && !closing
                && (term == null || !term.ended || !term.workRuns)
                && unwillingUntil.getOrDefault(component, 0L) <= world.timeline.now();
    }

    /** It does not campaign for this component before then, in true time. */
    void unwilling(ComponentName component, long until) {
        unwillingUntil.merge(component, until, Math::max);
    }

    /** A thread of the user asks every term it ever got; it does so also while the event loop is stalled. */
    void read() {
        Moment now = clock.now();
        for (SimulatedTerm term : remembered) {
            boolean said = term.ask(now);
            world.referee.answered(term, said);
            if (!said && !term.ended && !term.validity.over) {
                world.tally.add(Kind.READS_TOO_LATE);
                SessionId session = term.id.session();
                int life = incarnation;
                world.timeline.after(0, () -> arrive(life, () -> on(host -> host.validityOver(session, clock.now()))));
            }
        }
    }

    /** The term of this component that is begun and not ended, or null. */
    @Nullable
    SimulatedTerm begun(ComponentName component) {
        SimulatedTerm term = latest.get(component);
        return term == null || term.ended ? null : term;
    }

    /** Whether the latest term of this component was left to lapse by silence, since its work did not end in time. */
    boolean overran(ComponentName component) {
        SimulatedTerm term = latest.get(component);
        return term != null && term.overran;
    }

    /** The latest term of this component if its work runs, or null. */
    @Nullable
    SimulatedTerm working(ComponentName component) {
        SimulatedTerm term = latest.get(component);
        return term == null || !term.workRuns ? null : term;
    }

    boolean leadsAny() {
        return latest.values().stream().anyMatch(term -> !term.ended);
    }

    List<SimulatedTerm> terms() {
        return new ArrayList<>(latest.values());
    }

    Validity validity(SessionId session) {
        return validities.computeIfAbsent(session, any -> new Validity());
    }

    // Operations of the store.

    private <T> void ask(
            Line line,
            Call call,
            Supplier<@Nullable T> statement,
            BiFunction<Host, T, List<HostCommand>> answered,
            Function<Host, List<HostCommand>> failed) {
        Call other = inFlight.put(call.of, call);
        if (other != null) {
            throw new Violation(this + " sends " + call + " while " + other + " is in flight");
        }
        later(timing.storeTimeoutNanos(), () -> {
            if (!call.settled) {
                giveUp(call);
                line.replace();
                on(failed);
            }
        });
        line.send(call, statement, answer -> on(host -> answered.apply(host, answer)));
    }

    private void giveUp(Call call) {
        call.settled = true;
        call.givenUp = true;
        inFlight.remove(call.of, call);
        world.tally.add(Kind.GIVEN_UP);
        world.say(() -> this + " gives up " + call);
    }

    /** The answer has come; if the operation was given up, the host has to ignore it. */
    void answered(Call call, Runnable answer) {
        if (call.givenUp) {
            world.tally.add(Kind.LATE_ANSWERS);
            world.say(() -> this + " gets the answer to " + call + ", which was given up");
        }
        if (++call.answers > 1) {
            world.tally.add(Kind.REPEATED_ANSWERS);
            world.say(() -> this + " gets the answer to " + call + " again");
        }
        if (!call.settled) {
            call.settled = true;
            inFlight.remove(call.of, call);
        }
        answering = call;
        answer.run();
        answering = null;
    }

    private Call call(String what, Object of) {
        return new Call(what, of, world.timeline.now());
    }

    @Override
    public HostCommand.Asker asker() {
        return this;
    }

    @Override
    public void openSession(HostCommand.OpenSession command) {
        SessionId id = command.opening().id();
        ask(
                heartbeats,
                call("open", id),
                () -> world.database.open(command.opening()),
                (host, answer) -> host.opened(id, answer, clock.now()),
                host -> host.openFailed(id, clock.now()));
    }

    @Override
    public void heartbeat(HostCommand.Heartbeat command) {
        SessionId id = command.session();
        ask(
                heartbeats,
                call("heartbeat " + command.attempt(), id),
                () -> world.database.heartbeat(id),
                (host, answer) -> host.heartbeatAnswered(id, command.attempt(), answer, clock.now()),
                host -> host.heartbeatFailed(id, command.attempt(), clock.now()));
    }

    @Override
    public void closeSession(HostCommand.CloseSession command) {
        world.referee.freeing(this, command.session());
        Call heartbeat = inFlight.get(command.session());
        if (heartbeat != null) {
            // Nobody waits for it any more, and the close must not wait behind it.
            giveUp(heartbeat);
            heartbeats.replace();
        }
        ask(
                heartbeats,
                call("close", command.session()),
                () -> world.database.closeSession(command.session()),
                (host, answer) -> host.sessionClosed(command.session(), command.attempt(), clock.now()),
                host -> host.sessionCloseFailed(command.session(), command.attempt(), clock.now()));
    }

    @Override
    public void look(HostCommand.Look command) {
        world.tally.add(Kind.LOOKS_AT_HOLDERS, command.request().watched().size());
        ask(
                others,
                call("look " + command.number(), "look"),
                () -> world.database.look(command.request()),
                (host, answer) -> host.looked(command.number(), answer, clock.now()),
                host -> host.lookFailed(command.number(), clock.now()));
    }

    @Override
    public void expire(HostCommand.Expire command) {
        SessionId victim = command.silence().session();
        ask(
                others,
                call("expire", "expiry of " + victim),
                () -> world.database.expire(command.silence().request(), command.by()),
                (host, answer) -> host.expireAnswered(command, answer, clock.now()),
                host -> host.expireFailed(victim, command.attempt(), clock.now()));
    }

    @Override
    public void acquire(HostCommand.Acquire command) {
        for (HostCommand.Ask ask : command.asks()) {
            ComponentName component = ask.claim().component();
            SimulatedTerm old = working(component);
            if (old != null) {
                throw new Violation(this + " campaigns for " + component + " while the work of " + old + " runs");
            }
            mayOperate(component);
        }
        AcquireRequest request = new AcquireRequest(
                command.session(),
                command.asks().stream().map(HostCommand.Ask::claim).toList());
        Call call = call("acquire", request);
        world.tally.batch(request.claims().size());
        List<HostCommand.Ask> asks = command.asks();
        asks.forEach(each -> {
            inFlight.put(each.claim().component(), call);
            world.asked(this, each.claim().component());
        });
        ask(
                others,
                call,
                () -> judged(request, world.database.acquire(request)),
                (host, answers) -> acquired(host, call, asks, answers),
                host -> {
                    free(call, asks);
                    return host.acquireFailed(asks, clock.now());
                });
    }

    /** Counts the claims that were made without a look. Of some that travel with others nobody hears what became. */
    private List<StoreAnswer.Acquired> judged(AcquireRequest request, List<StoreAnswer.Acquired> answers) {
        List<StoreAnswer.Acquired> heard = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (request.claims().get(i).ifReleased()) {
                world.tally.add(answers.get(i) instanceof StoreAnswer.Granted ? Kind.HINTS_TRUE : Kind.HINTS_FALSE);
            }
            boolean lost = (world.scenario.isCrowded() || answers.size() > 3) && world.loses();
            world.tally.add(Kind.UNKNOWN_CLAIMS, lost ? 1 : 0);
            heard.add(lost ? new StoreAnswer.Unknown("lost") : answers.get(i));
        }
        return heard;
    }

    private List<HostCommand> acquired(
            Host host, Call call, List<HostCommand.Ask> asks, List<StoreAnswer.Acquired> answers) {
        free(call, asks);
        return host.acquired(asks, answers, clock.now());
    }

    private void free(Call call, List<HostCommand.Ask> asks) {
        asks.forEach(each -> inFlight.remove(each.claim().component(), call));
    }

    @Override
    public void release(HostCommand.Release command) {
        TermId term = command.term();
        world.referee.freeing(this, term);
        mayOperate(term.component());
        ask(
                others,
                call("release", term),
                () -> world.database.release(term),
                (host, answer) -> host.released(term, command.attempt(), clock.now()),
                host -> host.releaseFailed(term, command.attempt(), clock.now()));
    }

    /** One operation of an election at a time; a component that was given up and taken up again may have a stray too. */
    private void mayOperate(ComponentName component) {
        boolean releases = inFlight.keySet().stream()
                .anyMatch(of -> of instanceof TermId term && term.component().equals(component));
        if ((releases || inFlight.containsKey(component)) && !rejoined.contains(component)) {
            throw new Violation(this + " has two operations in flight for " + component);
        }
    }

    // Terms.

    @Override
    public void openGates(HostCommand.OpenGates command) {
        world.referee.accepted(answering, command);
        work.openGates(command.term());
    }

    @Override
    public void extend(HostCommand.Extend command) {
        Call call = Objects.requireNonNull(answering, "a grant without an answer");
        world.referee.accepted(call, command);
        Validity validity = validity(command.session());
        world.referee.extends_(this, validity, command.grant(), clock.now());
        validity.grant = command.grant();
        validity.sentAt = call.sentAt;
    }

    @Override
    public void sessionOver(HostCommand.SessionOver command) {
        world.tally.add(Kind.LAPSES);
        Validity validity = validity(command.session());
        world.referee.lapses(this, validity, command.reason());
        validity.over = true;
    }

    @Override
    public void beginTerm(HostCommand.BeginTerm command) {
        TermId id = command.term();
        SimulatedTerm term = new SimulatedTerm(this, id, validity(id.session()), world.timeline.now(), clock.now());
        world.referee.begins(term, latest.get(id.component()));
        SimulatedTerm before = latest.put(id.component(), term);
        remembered.add(term);
        if (remembered.size() > REMEMBERED_TERMS) {
            remembered.remove(0);
        }
        work.begin(term, before);
    }

    @Override
    public void endTerm(HostCommand.EndTerm command) {
        SimulatedTerm term = latest.get(command.term().component());
        world.referee.ends(term, command);
        term.ended = true;
        term.endedAt = world.timeline.now();
        term.endedMoment = clock.now();
        work.end(term);
    }

    @Override
    public HostCommand.Reporter reporter() {
        return this;
    }

    @Override
    public void overrun(HostCommand.Overrun command) {
        latest.get(command.term().component()).overran = true;
        world.tally.add(Kind.OVERRUNS);
    }

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
        world.say(() -> this + " was closed early by " + command.by());
    }

    @Override
    public void reportBug(HostCommand.ReportBug command) {
        throw new IllegalStateException("an election threw", command.bug());
    }

    /** Sooner or later the component is taken up again. */
    @Override
    public void retired(HostCommand.Retired command) {
        ComponentName component = command.component();
        if (!closing) {
            rejoined.add(component);
            unwillingUntil.remove(component);
            later(world.chance.percent(50) ? 0 : world.slowStep(timing), () -> {
                if (!closing) {
                    join(component);
                }
            });
        }
    }

    /** The process ends a little later, and starts again after that. */
    @Override
    public void hostClosed(HostCommand.HostClosed command) {
        closed = true;
        int life = incarnation;
        closedAfter = clock.now().nanos() - closingSince;
        if (!stalled) {
            world.referee.closes(this, closedAfter, mostNanosToClose());
        }
        world.timeline.after(world.slowStep(timing), () -> {
            if (life == incarnation && !world.isEnding()) {
                crash();
                world.startLater(this);
            }
        });
    }

    @Override
    public String toString() {
        return name.value();
    }
}
