// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.election.ElectionState;
import io.github.elector.election.Standing;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.session.Insight;
import io.github.elector.session.LookSpan;
import io.github.elector.session.Observations;
import io.github.elector.session.SessionCommand;
import io.github.elector.session.SessionState;
import io.github.elector.session.SessionStep;
import io.github.elector.store.Claim;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.Moment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One session and the elections that campaign with it: takes events, passes each to the machine it concerns, and
 * returns what is to be done.
 *
 * <p>Deterministic and without I/O: time, ids and the seed are arguments. Not safe for several threads; the driver calls
 * it on one context, takes the commands of a call, and runs them in order before the next call. Whatever the event is,
 * the session's ends are checked first: no answer is accepted by a session whose time is over.
 *
 * <p>What a look says about a component is dropped if an operation of that component was in flight at any moment since
 * the look was sent. Such a look could show the own acquire before its answer has come, and it would be released.
 */
public final class Host {
    private static final long MILLI = 1_000_000;
    /** A lease row that is locked, by a fenced transaction of the old term mostly, is asked for again after this. */
    private static final long BUSY_NANOS = 50 * MILLI;
    /** Where nobody stands by, looks serve only to close sessions that were left behind. */
    private static final int LEADERS_LOOK_LEASES = 5;

    private final NodeName node;
    private final Timing timing;
    private final Outbox outbox = new Outbox();
    private final StoreHealth health = new StoreHealth();
    private final Set<SessionId> expiring = new HashSet<>();
    private final Sessions sessions;
    private final Elections elections;
    private final Observations observations;
    private final LookSchedule looks;
    private boolean auditNext;
    private boolean claimsWait;
    private boolean closing;
    private boolean closed;
    private long closeByNanos;

    /**
     * A host that has done nothing yet; the first {@link #tick} opens its session.
     *
     * @param seed spreads the waits and looks of rivals
     * @param ids a fresh session id for every call
     */
    public Host(NodeName node, Timing timing, long seed, Supplier<SessionId> ids, Moment now) {
        this.node = node;
        this.timing = timing;
        this.looks = new LookSchedule(timing, seed, now.nanos());
        this.sessions = new Sessions(timing, seed, ids, now.nanos());
        this.elections = new Elections(timing, seed, looks, outbox);
        this.observations = new Observations(timing, seed);
    }

    // What users want.

    /** Campaigns for a component from now on. It must not be among those it campaigns for already. */
    public List<HostCommand> join(ComponentName component, Moment now) {
        return on(now, () -> {
            elections.join(component);
            looks.soon(now.nanos());
        });
    }

    /** Gives a component up for good; answered by {@link HostCommand.Retired} once nothing of it is in hand. */
    public List<HostCommand> retire(ComponentName component, Moment now) {
        return on(now, () -> elections.apply(component, election -> election.onRetire(now.nanos()), now.nanos()));
    }

    /** Gives a component up, if it is led, and does not campaign for it for a while. */
    public List<HostCommand> resign(ComponentName component, long stayOutNanos, Moment now) {
        return on(
                now,
                () -> elections.apply(
                        component, election -> election.onResign(stayOutNanos, now.nanos()), now.nanos()));
    }

    /** Retires every component and closes the session if none of its work runs; answered by HostClosed. */
    public List<HostCommand> close(Moment now) {
        return on(now, () -> {
            if (closing) {
                return;
            }
            closing = true;
            closeByNanos = now.nanos() + timing.stopNanos() + 3 * timing.storeTimeoutNanos();
            elections.each((component, candidate) ->
                    elections.apply(component, election -> election.onRetire(now.nanos()), now.nanos()));
        });
    }

    // Time.

    /** When to call {@link #tick} next, on the monotonic clock. */
    public OptionalLong wakeAtNanos() {
        if (closed) {
            return OptionalLong.empty();
        }
        OptionalLong soonest = earlier(sessions.wakeAtNanos(), elections.wakeAtNanos());
        if (closing) {
            soonest = earlier(soonest, OptionalLong.of(closeByNanos));
        } else if (!looks.isInFlight()) {
            soonest = earlier(soonest, OptionalLong.of(looks.nextNanos()));
        }
        return soonest;
    }

    /** The time of {@link #wakeAtNanos} has come, or has not: to be called as often as one likes. */
    public List<HostCommand> tick(Moment now) {
        return on(now, () -> elections.tick(now.nanos()));
    }

    /** Something may have changed that is worth a look. */
    public List<HostCommand> hint(Moment now) {
        return on(now, () -> looks.hint(now.nanos()));
    }

    /** Somebody asked a term of this session when its hard end had passed by one of the clocks: it is over. */
    public List<HostCommand> validityOver(SessionId session, Moment now) {
        return on(now, () -> session(session, state -> state.onValidityOver(now), now));
    }

    // Answers of the store about sessions.

    public List<HostCommand> opened(SessionId session, StoreAnswer.Opened answer, Moment now) {
        return on(now, () -> {
            health.onHeartbeat(true);
            observations.onServer(answer.server().generation(), now.nanos());
            session(session, state -> state.onOpened(now), now);
        });
    }

    public List<HostCommand> openFailed(SessionId session, Moment now) {
        return on(now, () -> {
            health.onHeartbeat(false);
            session(session, state -> state.onOpenUnanswered(now), now);
        });
    }

    public List<HostCommand> heartbeatAnswered(
            SessionId session, long attempt, StoreAnswer.Heartbeat answer, Moment now) {
        return on(now, () -> {
            if (!sessions.awaitsBeat(session, attempt)) {
                return;
            }
            health.onHeartbeat(true);
            if (answer instanceof StoreAnswer.Beat beat) {
                observations.onServer(beat.server().generation(), now.nanos());
                session(session, state -> state.onBeat(attempt, now), now);
                if (elections.audit(session, attempt, beat.holdings(), now.nanos())) {
                    auditNext = true;
                    looks.soon(now.nanos());
                }
            } else {
                session(session, state -> state.onGone(attempt, now), now);
            }
        });
    }

    public List<HostCommand> heartbeatFailed(SessionId session, long attempt, Moment now) {
        return on(now, () -> {
            if (sessions.awaitsBeat(session, attempt)) {
                health.onHeartbeat(false);
                session(session, state -> state.onBeatUnanswered(attempt, now), now);
            }
        });
    }

    public List<HostCommand> sessionClosed(SessionId session, long attempt, Moment now) {
        return on(now, () -> session(session, state -> state.onClosed(attempt, now), now));
    }

    public List<HostCommand> sessionCloseFailed(SessionId session, long attempt, Moment now) {
        return on(now, () -> session(session, state -> state.onCloseUnanswered(attempt, now), now));
    }

    // Answers of the store to looks, and to closing others.

    public List<HostCommand> looked(long number, StoreAnswer.Looked answer, Moment now) {
        return on(now, () -> {
            if (!looks.awaits(number)) {
                return;
            }
            health.onOther(true);
            LookSpan span = looks.answered(now.nanos());
            Insight insight = observations.study(answer, span, sessions.own(), this::everHadRow);
            insight.complaints().forEach((what, complaint) -> outbox.add(new HostCommand.ReportRow(what, complaint)));
            looks.plan(
                    !elections.anyIn(ElectionState.Phase.STANDBY)
                            ? LEADERS_LOOK_LEASES * timing.leaseNanos()
                            : insight.nextLookNanos());
            answer.leases().keySet().forEach(component -> judge(component, number, answer, insight, now));
            insight.expirable().forEach(silence -> expire(silence, now));
        });
    }

    public List<HostCommand> lookFailed(long number, Moment now) {
        return on(now, () -> {
            if (looks.awaits(number)) {
                health.onOther(false);
                looks.failed(now.nanos());
            }
        });
    }

    /** Whether it was closed by us or not, the rows are not as they were. */
    public List<HostCommand> expireAnswered(SessionId victim, Moment now) {
        return on(now, () -> {
            expiring.remove(victim);
            looks.soon(now.nanos());
        });
    }

    public List<HostCommand> expireFailed(SessionId victim, Moment now) {
        return on(now, () -> expiring.remove(victim));
    }

    // Answers of the store about leases.

    public List<HostCommand> acquired(ComponentName component, long attempt, StoreAnswer.Acquired answer, Moment now) {
        return on(now, () -> {
            looks.acquireAnswered();
            if (answer instanceof StoreAnswer.Granted granted) {
                onGranted(attempt, granted.term(), now);
                return;
            }
            looks.at(now.nanos() + (answer instanceof StoreAnswer.Busy ? BUSY_NANOS : 0));
            elections.apply(component, election -> election.onNotGranted(attempt, now.nanos()), now.nanos());
        });
    }

    public List<HostCommand> acquireFailed(ComponentName component, long attempt, Moment now) {
        return on(now, () -> {
            health.onOther(false);
            looks.acquireUnanswered(now.nanos());
            elections.apply(component, election -> election.onUnanswered(attempt, now.nanos()), now.nanos());
        });
    }

    public List<HostCommand> released(TermId term, long attempt, Moment now) {
        return on(
                now,
                () -> elections.applyToHolder(
                        term, election -> election.onReleased(attempt, now.nanos()), now.nanos()));
    }

    public List<HostCommand> releaseFailed(TermId term, long attempt, Moment now) {
        return on(now, () -> {
            health.onOther(false);
            elections.applyToHolder(term, election -> election.onUnanswered(attempt, now.nanos()), now.nanos());
        });
    }

    // What gates and work say.

    public List<HostCommand> gatesOpened(TermId term, Moment now) {
        return on(now, () -> {
            long softLeft = sessions.softLeftNanos(term.session(), now);
            elections.applyToHolder(term, election -> election.onGatesOpened(term, softLeft, now.nanos()), now.nanos());
        });
    }

    public List<HostCommand> gatesFailed(TermId term, long aheadTerm, Moment now) {
        return on(
                now,
                () -> elections.applyToHolder(
                        term, election -> election.onGatesFailed(term, aheadTerm, now.nanos()), now.nanos()));
    }

    public List<HostCommand> workBegun(TermId term, Moment now) {
        return on(
                now, () -> elections.applyToHolder(term, election -> election.onBegun(term, now.nanos()), now.nanos()));
    }

    public List<HostCommand> workFailed(TermId term, EndReason reason, Moment now) {
        return on(
                now,
                () -> elections.applyToHolder(
                        term, election -> election.onWorkFailed(term, reason, now.nanos()), now.nanos()));
    }

    public List<HostCommand> workEnded(TermId term, Moment now) {
        return on(
                now,
                () -> elections.applyToHolder(term, election -> election.onWorkEnded(term, now.nanos()), now.nanos()));
    }

    public List<HostCommand> workStuck(TermId term, Moment now) {
        return on(
                now,
                () -> elections.applyToHolder(term, election -> election.onWorkStuck(term, now.nanos()), now.nanos()));
    }

    /** The term has to end for a reason from outside, such as the closing of its Vertx. */
    public List<HostCommand> endTerm(TermId term, EndReason reason, Moment now) {
        return on(
                now,
                () -> elections.applyToHolder(term, election -> election.onTermOver(reason, now.nanos()), now.nanos()));
    }

    // What can be asked.

    /** The components it campaigns for. */
    public Set<ComponentName> components() {
        return Set.copyOf(elections.components());
    }

    /** The session it campaigns with, or null between two. */
    public @Nullable SessionId session() {
        SessionState current = sessions.current();
        return current == null ? null : current.id();
    }

    /** Where the election of this component stands, or null if there is none. */
    public @Nullable Position position(ComponentName component) {
        Candidate candidate = elections.find(component);
        return candidate == null ? null : candidate.position();
    }

    /** Whether heartbeats or other statements fail at present. */
    public boolean isStoreDown() {
        return health.isDown();
    }

    // The order of every event: ends first, then the event, then what follows from both.

    private List<HostCommand> on(Moment now, Runnable event) {
        if (closed) {
            return List.of();
        }
        sessions.tick(now).forEach(command -> command.runBy(new SessionEffects(now)));
        event.run();
        settle(now);
        return outbox.take(sessions.current());
    }

    private void session(SessionId id, Function<SessionState, SessionStep> event, Moment now) {
        sessions.apply(id, event, now).forEach(command -> command.runBy(new SessionEffects(now)));
    }

    private void settle(Moment now) {
        for (SessionId idle : sessions.lapsed()) {
            if (!elections.use(idle)) {
                session(idle, state -> state.onIdle(now), now);
            }
        }
        if (closing) {
            settleClosing(now);
        } else if (looks.isDue(now.nanos())) {
            look(now);
        }
        if (health.hasChanged()) {
            outbox.add(new HostCommand.ReportStore(!health.isDown()));
        }
    }

    /** Waits for work and releases within the bound, then closes the session if nothing of it is in use. */
    private void settleClosing(Moment now) {
        boolean late = now.nanos() - closeByNanos >= 0;
        boolean settled = elections.areSettled();
        if (settled || late) {
            SessionState current = sessions.stopOpening();
            if (current != null && elections.use(current.id())) {
                sessions.abandonCurrent();
            } else if (current != null && current.phase() == SessionState.Phase.ALIVE) {
                session(current.id(), state -> state.onIdle(now), now);
            }
        }
        if (late || (settled && sessions.areClosed())) {
            closed = true;
            outbox.add(new HostCommand.HostClosed());
        }
    }

    private void look(Moment now) {
        List<ComponentName> wanted = new ArrayList<>();
        boolean audit = auditNext;
        elections.each((component, candidate) -> {
            if (candidate.election.wantsLook() || (audit && !candidate.election.isAsking())) {
                wanted.add(component);
            }
        });
        if (audit) {
            wanted.addAll(elections.former());
        }
        auditNext = false;
        outbox.add(new HostCommand.Look(looks.send(now.nanos()), new LookRequest(wanted)));
    }

    private void judge(
            ComponentName component, long lookNumber, StoreAnswer.Looked answer, Insight insight, Moment now) {
        Candidate candidate = elections.find(component);
        LeaseSight sight = answer.leases().get(component);
        TermId row = sight instanceof LeaseSight.Row found ? found.lease().term() : null;
        boolean released =
                sight instanceof LeaseSight.Row found && found.lease().released();
        if (candidate == null) {
            if (row != null && !released && sessions.isOwn(row.session())) {
                elections.giveBack(row, now.nanos());
            }
            return;
        }
        if (candidate.election.isAsking() || candidate.quietAfterLook >= lookNumber) {
            return;
        }
        SessionSight holder = row == null ? null : answer.sessions().get(row.session());
        noteLeader(candidate, released || (holder != null && holder.closed()) ? null : row, now);
        boolean believable = insight.believable().getOrDefault(component, false);
        elections.judge(candidate, standing(component, row, released, believable, answer, now), now.nanos());
    }

    private Standing standing(
            ComponentName component,
            @Nullable TermId row,
            boolean released,
            boolean believable,
            StoreAnswer.Looked answer,
            Moment now) {
        if (row != null && !released && sessions.isOwn(row.session()) && !elections.givesBack(row)) {
            return new Standing.Mine(row);
        }
        if (believable && mayClaim(now)) {
            return new Standing.Free(new Claim(component, row, answer.server().generation(), -1));
        }
        claimsWait |= believable;
        return new Standing.NotFree(row == null ? -1 : row.number());
    }

    /** Not without a session that lasts long enough for the term to be announced; the next heartbeat brings one. */
    private boolean mayClaim(Moment now) {
        SessionState current = sessions.current();
        return current != null && !closing && current.softLeftNanos(now) >= timing.renewNanos();
    }

    private void noteLeader(Candidate candidate, @Nullable TermId leader, Moment now) {
        boolean isNews = !Objects.equals(candidate.leader, leader);
        candidate.known = true;
        candidate.seenAtNanos = now.nanos();
        candidate.leader = leader;
        if (isNews) {
            looks.wasWorthWhile();
            outbox.add(
                    new HostCommand.ReportLeader(candidate.election.candidacy().component(), leader));
        }
    }

    private void expire(Insight.Silence silence, Moment now) {
        SessionState current = sessions.current();
        if (current != null && current.softLeftNanos(now) > 0 && !closing && expiring.add(silence.session())) {
            outbox.add(new HostCommand.Expire(silence));
        }
    }

    private void onGranted(long attempt, TermId term, Moment now) {
        Candidate candidate = elections.find(term.component());
        if (candidate != null) {
            candidate.grantedAfterBeat = sessions.beats();
            long softLeft = sessions.softLeftNanos(term.session(), now);
            elections.apply(
                    term.component(),
                    election -> election.onGranted(attempt, term, softLeft, now.nanos()),
                    now.nanos());
        }
    }

    private boolean everHadRow(ComponentName component) {
        Candidate candidate = elections.find(component);
        return candidate != null && candidate.election.candidacy().highestTerm() >= 0;
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.getAsLong() - other.getAsLong() <= 0 ? one : other;
    }

    /** Turns what sessions want into commands of the host. */
    private final class SessionEffects implements SessionCommand.Runner {
        private final Moment now;

        SessionEffects(Moment now) {
            this.now = now;
        }

        @Override
        public void open(SessionCommand.Open command) {
            // Rounded up: others must not wait for less than this session counts with.
            long leaseMillis = (timing.leaseNanos() + MILLI - 1) / MILLI;
            outbox.add(new HostCommand.OpenSession(
                    new SessionOpening(command.session(), node, leaseMillis, timing.renewNanos() / MILLI)));
        }

        @Override
        public void heartbeat(SessionCommand.Heartbeat command) {
            outbox.add(new HostCommand.Heartbeat(command.session(), command.attempt()));
        }

        @Override
        public void extend(SessionCommand.Extend command) {
            outbox.add(new HostCommand.Extend(command.session(), command.grant()));
            if (claimsWait) {
                claimsWait = false;
                looks.soon(now.nanos());
            }
        }

        @Override
        public void lapse(SessionCommand.Lapse command) {
            outbox.add(new HostCommand.SessionOver(command.session(), command.reason()));
            elections.endAll(command.session(), command.reason(), now.nanos());
        }

        @Override
        public void close(SessionCommand.Close command) {
            outbox.add(new HostCommand.CloseSession(command.session(), command.attempt()));
        }
    }
}
