// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.session.SessionState;
import io.github.elector.session.SessionStep;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.Moment;
import java.util.List;
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
 */
public final class Host {
    private static final long MILLI = 1_000_000;
    /** A lease row that is locked, by a fenced transaction of the old term mostly, is asked for again after this. */
    private static final long BUSY_NANOS = 50 * MILLI;

    private final Timing timing;
    private final Outbox outbox = new Outbox();
    private final StoreHealth health = new StoreHealth();
    private final Sessions sessions;
    private final Elections elections;
    private final LookSchedule looks;
    private final Lookout lookout;
    private final SessionEffects effects;
    private boolean closing;
    private boolean closed;
    private long closeByNanos;

    /**
     * A host that has done nothing yet; the first {@link #tick} opens its session.
     *
     * @param trustsDatabaseClock whether a holder that is silent by the database's clock counts as dead at first sight
     * @param seed spreads the waits and looks of rivals
     * @param ids a fresh session id for every call
     */
    public Host(
            NodeName node, Timing timing, boolean trustsDatabaseClock, long seed, Supplier<SessionId> ids, Moment now) {
        this(node, timing, trustsDatabaseClock, seed, ids, now, LookRequest.MOST_COMPONENTS);
    }

    /** The same, of which one look reads so many components. */
    public Host(
            NodeName node,
            Timing timing,
            boolean trustsDatabaseClock,
            long seed,
            Supplier<SessionId> ids,
            Moment now,
            int componentsAtOnce) {
        this.timing = timing;
        this.looks = new LookSchedule(timing, seed, now.nanos());
        this.sessions = new Sessions(timing, seed, ids, now.nanos());
        LookQueue queue = new LookQueue(componentsAtOnce);
        this.elections = new Elections(timing, seed, looks, queue, sessions, outbox);
        this.lookout = new Lookout(timing, trustsDatabaseClock, seed, looks, queue, sessions, elections, outbox);
        this.effects = new SessionEffects(node, timing, elections, lookout, outbox);
    }

    // What users want.

    /**
     * Looks from now on and tells what it sees, and does nothing else: without a session it can neither claim a
     * component nor close anybody's session. To be called before the first {@link #tick}.
     */
    public void observe() {
        sessions.stopOpening();
    }

    /** Campaigns for a component from now on. It must not be among those it campaigns for already. */
    public List<HostCommand> join(ComponentName component, Moment now) {
        return join(List.of(component), now);
    }

    /** The same for several, which are looked at together. */
    public List<HostCommand> join(List<ComponentName> components, Moment now) {
        return on(now, () -> {
            components.forEach(elections::join);
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

    /** Campaigns again for a component that was given up for a while. */
    public List<HostCommand> campaign(ComponentName component, Moment now) {
        return on(now, () -> elections.apply(component, election -> election.onCampaign(now.nanos()), now.nanos()));
    }

    /** Retires every component and closes the session if none of its work runs; answered by HostClosed. */
    public List<HostCommand> close(Moment now) {
        return on(now, () -> {
            if (closing) {
                return;
            }
            closing = true;
            lookout.stop();
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

    /** Somebody else says that something may have changed. */
    public List<HostCommand> hint(Hint hint, Moment now) {
        return on(now, () -> lookout.hint(hint, now));
    }

    /** Somebody asked a term of this session when its hard end had passed by one of the clocks: it is over. */
    public List<HostCommand> validityOver(SessionId session, Moment now) {
        return on(now, () -> session(session, state -> state.onValidityOver(now), now));
    }

    // Answers of the store about sessions.

    public List<HostCommand> opened(SessionId session, StoreAnswer.Opened answer, Moment now) {
        return on(now, () -> {
            if (!sessions.awaitProof()) {
                health.onHeartbeat(true);
            }
            lookout.onServer(answer.server().generation(), now);
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
                lookout.onServer(beat.server().generation(), now);
                session(session, state -> state.onBeat(attempt, now), now);
                if (elections.audit(session, attempt, beat.holdings(), now.nanos())) {
                    lookout.audit(now);
                }
            } else if (answer instanceof StoreAnswer.Gone gone) {
                long softLeft = sessions.softLeftNanos(session, now);
                session(session, state -> state.onGone(attempt, now), now);
                reportIfEarly(session, gone, softLeft);
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
            health.onLook(true);
            lookout.answered(number, answer, now);
            if (health.doWritesFail() && !lookout.goesOn() && !elections.areAsking()) {
                // What failed is not asked for any more: somebody else has it.
                health.onWrite(true);
            }
        });
    }

    public List<HostCommand> lookFailed(long number, Moment now) {
        return on(now, () -> {
            if (looks.awaits(number)) {
                health.onLook(false);
                lookout.failed(now);
            }
        });
    }

    /** If it was closed by us, what it led can be claimed; if not, the rows are not as they were. */
    public List<HostCommand> expireAnswered(HostCommand.Expire expire, boolean closed, Moment now) {
        ExpireRequest request = expire.silence().request();
        return on(now, () -> {
            if (lookout.expireDone(request.session(), expire.attempt())
                    && !(closed && lookout.inherits(request, now))) {
                looks.afterChange(now.nanos());
            }
        });
    }

    public List<HostCommand> expireFailed(SessionId victim, long attempt, Moment now) {
        return on(now, () -> lookout.expireDone(victim, attempt));
    }

    // Answers of the store about leases.

    /** Claims that travelled together were answered, each by the answer at its place. */
    public List<HostCommand> acquired(
            List<HostCommand.Ask> asks, List<? extends StoreAnswer.Acquired> answers, Moment now) {
        return on(now, () -> {
            health.onWrite(true);
            if (answers.stream().anyMatch(StoreAnswer.Granted.class::isInstance)) {
                looks.acquireGranted();
            }
            if (answers.stream().anyMatch(StoreAnswer.Busy.class::isInstance)) {
                looks.at(now.nanos() + BUSY_NANOS);
            }
            if (answers.stream().anyMatch(StoreAnswer.Refused.class::isInstance)) {
                looks.afterChange(now.nanos());
            }
            if (answers.stream().anyMatch(StoreAnswer.Unknown.class::isInstance)) {
                looks.acquireUnanswered(now.nanos());
            }
            for (int i = 0; i < asks.size(); i++) {
                acquired(asks.get(i), answers.get(i), now);
            }
        });
    }

    private void acquired(HostCommand.Ask ask, StoreAnswer.Acquired answer, Moment now) {
        long attempt = ask.attempt();
        if (answer instanceof StoreAnswer.Granted granted) {
            onGranted(attempt, granted.term(), now);
            lookout.granted(granted.term());
        } else if (answer instanceof StoreAnswer.Unknown) {
            elections.apply(
                    ask.claim().component(), election -> election.onUnanswered(attempt, now.nanos()), now.nanos());
        } else {
            elections.apply(
                    ask.claim().component(), election -> election.onNotGranted(attempt, now.nanos()), now.nanos());
        }
    }

    /** Claims that travelled together were given up: nobody knows which of them won. */
    public List<HostCommand> acquireFailed(List<HostCommand.Ask> asks, Moment now) {
        return on(now, () -> {
            health.onWrite(false);
            looks.acquireUnanswered(now.nanos());
            for (HostCommand.Ask ask : asks) {
                elections.apply(
                        ask.claim().component(),
                        election -> election.onUnanswered(ask.attempt(), now.nanos()),
                        now.nanos());
            }
        });
    }

    public List<HostCommand> released(TermId term, long attempt, Moment now) {
        return on(now, () -> {
            health.onWrite(true);
            elections.applyToHolder(term, election -> election.onReleased(attempt, now.nanos()), now.nanos());
        });
    }

    public List<HostCommand> releaseFailed(TermId term, long attempt, Moment now) {
        return on(now, () -> {
            health.onWrite(false);
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

    public List<HostCommand> workFailed(TermId term, Moment now) {
        return on(
                now,
                () -> elections.applyToHolder(term, election -> election.onWorkFailed(term, now.nanos()), now.nanos()));
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

    /** The components whose election has taken a step since this was asked last: only what they have in hand can differ. */
    public Set<ComponentName> takeMoved() {
        return elections.takeMoved();
    }

    /** Whether the latest look was the first of several that belong together, and more of them follow at once. */
    public boolean looksOn() {
        return lookout.goesOn();
    }

    /** Whether heartbeats, looks, or what is claimed or given back fail at present. */
    public boolean isStoreDown() {
        return health.isDown();
    }

    // The order of every event: ends first, then the event, then what follows from both.

    private List<HostCommand> on(Moment now, Runnable event) {
        if (closed) {
            return List.of();
        }
        effects.run(sessions.tick(now), now);
        event.run();
        settle(now);
        return outbox.take(sessions.current());
    }

    private void session(SessionId id, Function<SessionState, SessionStep> event, Moment now) {
        effects.run(sessions.apply(id, event, now), now);
    }

    /** Once its terms have ended, and only if this answer ended them: a clock whose rate is off by more than is assumed, or a trusted clock that made a step: somebody should know. */
    private void reportIfEarly(SessionId session, StoreAnswer.Gone gone, long softLeft) {
        String by = gone.closedBy();
        if (by != null && softLeft > 0 && !sessions.isCurrent(session)) {
            outbox.add(new HostCommand.ReportClosedEarly(session, by, timing.softNanos() - softLeft));
        }
    }

    private void settle(Moment now) {
        for (SessionId idle : sessions.lapsed()) {
            if (!elections.use(idle)) {
                session(idle, state -> state.onIdle(now), now);
            }
        }
        if (closing) {
            settleClosing(now);
        }
        lookout.lookIfDue(now);
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

    private void onGranted(long attempt, TermId term, Moment now) {
        Candidate candidate = elections.find(term.component());
        if (candidate != null) {
            long softLeft = sessions.softLeftNanos(term.session(), now);
            elections.apply(
                    term.component(),
                    election -> election.onGranted(attempt, term, softLeft, now.nanos()),
                    now.nanos());
        }
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.getAsLong() - other.getAsLong() <= 0 ? one : other;
    }
}
