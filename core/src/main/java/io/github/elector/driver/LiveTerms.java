// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.FenceAheadException;
import io.github.elector.Gate;
import io.github.elector.Term;
import io.github.elector.host.Host;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.notice.NoticeType;
import io.github.elector.session.Grant;
import io.github.elector.term.Deadlines;
import io.github.elector.term.StopBudget;
import io.github.elector.term.TermControl;
import io.github.elector.term.TermDeployer;
import io.github.elector.time.Clock;
import io.github.elector.time.Moment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The terms of this process and the sessions that carry them: makes them valid and invalid, announces both, and asks for
 * their work to begin and end. In this order, so that a term is never valid before it may be nor after it was revoked.
 */
final class LiveTerms implements TermControl {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTerms.class);

    private final HostConfig config;
    private final Clock clock;
    private final Deadlines deadlines;
    private final Host host;
    private final Turns turns;
    private final Announcer announcer;
    private final Campaigns campaigns;
    private final TermLog log;
    private final TermMessenger messenger;
    private final TermDeployer deployer;
    private final Watchdog watchdog;
    private final HostMetrics metrics;
    private final Map<SessionId, OpenSession> sessions = new HashMap<>();
    private final Map<TermId, LiveTerm> terms = new HashMap<>();

    /** A session that was granted time: the validity its terms share, and the latest grant. */
    private static final class OpenSession {
        final Validity validity;
        final Set<TermId> undrained = new HashSet<>();
        Grant grant;
        boolean isOver;

        OpenSession(Validity validity, Grant grant) {
            this.validity = validity;
            this.grant = grant;
        }
    }

    LiveTerms(
            Vertx vertx,
            HostConfig config,
            Surroundings surroundings,
            Host host,
            Turns turns,
            Announcer announcer,
            Campaigns campaigns,
            TermLog log,
            HostMetrics metrics) {
        this.config = config;
        this.clock = surroundings.clock();
        this.deadlines = surroundings.deadlines();
        this.host = host;
        this.turns = turns;
        this.announcer = announcer;
        this.campaigns = campaigns;
        this.log = log;
        this.metrics = metrics;
        this.messenger = new TermMessenger(vertx, config.addresses(), config.timing(), config.startMillis());
        this.deployer = new TermDeployer(
                vertx,
                config.addresses(),
                new StopBudget(config.timing().stopNanos(), deadlines),
                this::find,
                this::isUndrained,
                this);
        this.watchdog = new Watchdog(config.overrun(), config.timing().stopNanos());
    }

    /** Who answers for the work. */
    TermDeployer deployer() {
        return deployer;
    }

    /** The session's terms are valid until the ends of this grant. */
    void extend(SessionId id, Grant grant) {
        OpenSession open = sessions.get(id);
        if (open == null) {
            Runnable seenOver = () -> turns.inTurnOfItsOwn(() -> turns.on(now -> host.validityOver(id, now)));
            sessions.put(id, new OpenSession(new Validity(clock, grant, seenOver), grant));
            deployer.listen(id);
        } else {
            open.validity.extend(grant);
            open.grant = grant;
        }
    }

    /** No term of the session is valid any more. */
    void sessionOver(SessionId id) {
        OpenSession open = sessions.get(id);
        if (open != null) {
            open.validity.end();
            open.isOver = true;
            forgetIfDrained(id);
        }
    }

    void openGates(TermId term) {
        List<Gate> gates = campaigns.gates(term.component());
        if (gates.isEmpty()) {
            turns.on(now -> host.gatesOpened(term, now));
            return;
        }
        Future.join(gates.stream()
                        .map(gate -> deadlines.within(
                                TimeUnit.NANOSECONDS.toMillis(config.timing().leaseNanos()), open(gate, term)))
                        .toList())
                // A gate is the user's: it answers on any thread.
                .onComplete((done, failure) -> turns.inTurn(() -> gatesAnswered(term, failure)));
    }

    void begin(TermId id) {
        OpenSession session = Objects.requireNonNull(sessions.get(id.session()), "a term begins in an open session");
        Moment now = clock.now();
        LiveTerm term = new LiveTerm(id, session.validity, this, turns::inTurnOfItsOwn);
        terms.put(id, term);
        session.undrained.add(id);
        campaigns.noteTerm(id, term);
        log.elected(id);
        announcer.term(NoticeType.ELECTED, id, null, now.nanos(), session.grant.hardEndNanos());
        messenger
                .begin(id, session.grant.hardLeftNanos(now))
                .onComplete(done -> turns.on(at -> host.workBegun(id, at)), failure -> notBegun(id, failure));
        metrics.termBegun(id);
    }

    void end(TermId id, EndReason reason) {
        LiveTerm term = terms.remove(id);
        OpenSession session = sessions.get(id.session());
        if (term == null || session == null) {
            return;
        }
        Moment now = clock.now();
        term.end(new Drain(clock, now, Math.min(config.timing().stopNanos(), session.grant.hardLeftNanos(now))));
        campaigns.noteTerm(id, null);
        log.over(id, reason);
        long hardEnd = session.grant.hardEndNanos();
        // Read behind the end: whoever asked in between may have got a yes, and none may come after what is told.
        long nanos = clock.now().nanos();
        announcer.term(NoticeType.REVOKED, id, reason.text(), nanos - hardEnd < 0 ? nanos : hardEnd, hardEnd);
        term.announceEnd(reason);
        watchdog.watch(
                id,
                now.nanos() + session.grant.hardLeftNanos(now),
                () -> deployer.stillRuns(id) || !term.idle().isComplete());
        messenger
                .end(id, reason, () -> turns.on(at -> host.workStuck(id, at)))
                .onComplete(
                        // What an act of its own still does is as much its work as what was deployed. Any thread.
                        drained -> term.quiet().onSuccess(quiet -> turns.inTurn(() -> drained(id, now.nanos()))),
                        given ->
                                LOG.warn("component '" + id.component() + "': the elector was closed before the work of"
                                        + " term " + id.number() + " had ended"));
        metrics.termEnded(id, reason);
    }

    /** Something that cannot be undone has gone wrong: every term ends, as far as that can still be said. */
    void endAll(EndReason reason) {
        sessions.values().forEach(session -> session.validity.end());
        List.copyOf(terms.keySet()).forEach(term -> end(term, reason));
    }

    /** Nobody is asked any more. */
    void close() {
        List.copyOf(sessions.keySet()).forEach(deployer::ignore);
        messenger.close();
    }

    @Override
    public Future<Void> workFailed(TermId id, Throwable cause) {
        return turns.ask(() -> {
            if (terms.containsKey(id)) {
                String what = "component '" + id.component() + "': the work of term " + id.number() + " ended it";
                if (cause instanceof FenceAheadException ahead) {
                    LOG.warn(what + ": " + ahead.getMessage());
                    turns.on(now -> host.gatesFailed(id, ahead.term(), now));
                } else {
                    LOG.warn(what + "; another replica gets its turn", cause);
                    failed(id);
                }
            }
            return Future.succeededFuture();
        });
    }

    @Override
    public Future<Void> workNotStarted(TermId id, Throwable cause) {
        return cause instanceof FenceAheadException
                ? workFailed(id, cause)
                : turns.ask(() -> {
                    notBegun(id, cause);
                    return Future.succeededFuture();
                });
    }

    @Override
    public Future<Void> idle(Term term) {
        return ((LiveTerm) term).idle();
    }

    private Optional<Term> find(TermId id) {
        return Optional.ofNullable(terms.get(id));
    }

    private boolean isUndrained(TermId id) {
        OpenSession session = sessions.get(id.session());
        return session != null && session.undrained.contains(id);
    }

    private void gatesAnswered(TermId term, @Nullable Throwable failure) {
        if (failure == null) {
            turns.on(now -> host.gatesOpened(term, now));
            return;
        }
        long ahead = failure instanceof FenceAheadException fence ? fence.term() : -1;
        LOG.warn(
                "component '" + term.component() + "': a gate of term " + term.number()
                        + " did not open, so the term is not announced",
                failure);
        turns.on(now -> host.gatesFailed(term, ahead, now));
    }

    private static Future<?> open(Gate gate, TermId term) {
        try {
            return Objects.requireNonNull(gate.open(term), "a gate answers with a future");
        } catch (Throwable thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private void notBegun(TermId id, Throwable failure) {
        if (!terms.containsKey(id)) {
            return;
        }
        String what = "component '" + id.component() + "': the work of term " + id.number() + " did not start";
        if (TermMessenger.isUnanswered(failure)) {
            LOG.warn(what + ": start() did not complete within the option start (" + config.startMillis()
                    + " ms); the lease is kept until it does, or an abandoned one would have lapsed");
        } else {
            LOG.warn(what + ", so the lease goes back once nothing of it runs", failure);
        }
        failed(id);
    }

    private void failed(TermId id) {
        turns.on(now -> host.workFailed(id, now));
    }

    private void drained(TermId id, long overNanos) {
        watchdog.forget(id);
        OpenSession open = sessions.get(id.session());
        if (open != null) {
            open.undrained.remove(id);
        }
        turns.on(now -> host.workEnded(id, now));
        forgetIfDrained(id.session());
        metrics.drained(id, clock.nanos() - overNanos);
    }

    private void forgetIfDrained(SessionId id) {
        OpenSession open = sessions.get(id);
        if (open != null && open.isOver && open.undrained.isEmpty()) {
            sessions.remove(id);
            deployer.ignore(id);
        }
    }
}
