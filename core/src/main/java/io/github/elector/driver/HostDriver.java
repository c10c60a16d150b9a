// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.FenceAheadException;
import io.github.elector.Gate;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.election.ElectionState;
import io.github.elector.host.Host;
import io.github.elector.host.HostCommand;
import io.github.elector.host.Position;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.NoticeType;
import io.github.elector.notice.StateReply;
import io.github.elector.session.Grant;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.StoreAnswer;
import io.github.elector.term.TermControl;
import io.github.elector.term.TermDeployer;
import io.github.elector.time.Clock;
import io.github.elector.time.Moment;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives one host: a session, the elections that campaign with it, their terms.
 *
 * <p>One event at a time, on one context: the host takes it, its commands are run in order, then the next event is
 * taken. If the host throws, this driver stops: no term is valid any more, and no heartbeat is sent, so that the session
 * lapses for everybody else too.
 */
final class HostDriver implements HostCommand.Runner, TermControl {
    private static final Logger LOG = LoggerFactory.getLogger(HostDriver.class);
    private static final int RANDOM_BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<ElectionState.Phase> SETTLED =
            EnumSet.of(ElectionState.Phase.STANDBY, ElectionState.Phase.OPENING, ElectionState.Phase.LEADING);

    final Vertx vertx;
    final Context context;
    private final HostConfig config;
    private final Clock clock;
    private final StoreCalls store;
    private final Host host;
    private final Announcer announcer;
    private final TermMessenger messenger;
    final TermDeployer deployer;
    private final Watchdog watchdog;
    private final WakeTimer timer;
    private final Map<ComponentName, Campaign> campaigns = new HashMap<>();
    private final Map<SessionId, OpenSession> sessions = new HashMap<>();
    private final Map<TermId, LiveTerm> terms = new HashMap<>();
    private final Set<TermId> undrained = new HashSet<>();
    private final Set<Campaign> resigning = new HashSet<>();
    private final Set<String> complaints = new HashSet<>();
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final Queue<Function<Moment, List<HostCommand>>> events = new ArrayDeque<>();
    private final Promise<Void> closed = Promise.promise();
    private boolean running;
    private boolean stopped;

    /** A session that was granted time: the validity its terms share, and the latest grant. */
    private static final class OpenSession {
        final Validity validity;
        Grant grant;
        boolean isOver;

        OpenSession(Validity validity, Grant grant) {
            this.validity = validity;
            this.grant = grant;
        }
    }

    /** To be made on the context it is to live on. */
    HostDriver(Vertx vertx, HostConfig config, Clock clock, LeaseStore store) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.clock = clock;
        this.store = new StoreCalls(store, config.timing().storeTimeoutNanos(), this::inTurn);
        this.announcer = new Announcer(vertx.eventBus(), config.addresses(), config.node(), clock);
        this.messenger = new TermMessenger(vertx, config.addresses(), config.timing(), config.startMillis());
        this.deployer =
                new TermDeployer(vertx, config.addresses(), config.timing().stopNanos(), this::live, this);
        this.watchdog = new Watchdog(config.overrun());
        this.timer = new WakeTimer(vertx, () -> on(this.host()::tick));
        this.host = new Host(config.node(), config.timing(), RANDOM.nextLong(), this::freshId, clock.now());
        store.onHint(this::hint);
    }

    private Host host() {
        return host;
    }

    /** Opens the session and looks, right now. */
    void start() {
        on(host::tick);
    }

    /** Campaigns for a component; fails while the work of an earlier campaign for it still runs. */
    Future<Campaign> join(ComponentName component, TermWork work) {
        return onContext(() -> {
            if (stopped) {
                return Future.failedFuture(
                        new IllegalStateException("component '" + component + "': the elector of node '" + config.node()
                                + "' has stopped; close what was started with it, then start anew"));
            }
            if (campaigns.containsKey(component)) {
                return Future.failedFuture(new IllegalStateException("component '" + component
                        + "': the work of its earlier elector still runs here: wait until it has ended"));
            }
            Campaign campaign = new Campaign(component, work);
            campaigns.put(component, campaign);
            deployer.add(component, work);
            MessageConsumer<JsonObject> consumer =
                    vertx.eventBus().localConsumer(config.addresses().state(component));
            campaign.stateConsumer =
                    consumer.handler(request -> request.reply(state(component).toJson()));
            boolean wasDown = host.isStoreDown();
            on(now -> host.join(component, now));
            if (wasDown) {
                // The others were told when it happened.
                announcer.store(component, false, failureKind());
            }
            return Future.succeededFuture(campaign);
        });
    }

    /** Completes when nothing of the campaign is in hand any more, or its time is over. */
    Future<Void> retire(Campaign campaign) {
        return ofCampaign(campaign, () -> {
            on(now -> host.retire(campaign.component, now));
            long bound = config.timing().stopNanos() + 3 * config.timing().storeTimeoutNanos();
            return campaign.retired
                    .future()
                    .timeout(TimeUnit.NANOSECONDS.toMillis(bound), TimeUnit.MILLISECONDS)
                    .otherwiseEmpty();
        });
    }

    /** Completes when nothing that was in hand of the campaign is any more. */
    Future<Void> resign(Campaign campaign, Duration stayOut) {
        return ofCampaign(campaign, () -> {
            Promise<Void> resigned = Promise.promise();
            campaign.resigning.add(resigned);
            resigning.add(campaign);
            on(now -> host.resign(campaign.component, stayOut.toNanos(), now));
            return resigned.future();
        });
    }

    /** Nothing is left to be done for one that is over, nor once the Vertx is closed. */
    private Future<Void> ofCampaign(Campaign campaign, Supplier<Future<Void>> act) {
        return onContext(() -> stopped || campaigns.get(campaign.component) != campaign
                        ? Future.<Void>succeededFuture()
                        : act.get())
                .recover(failure -> failure instanceof RejectedExecutionException
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    /** Ends everything within the stop budget and three store timeouts. */
    Future<Void> close() {
        on(host::close);
        return closed.future().compose(done -> store.close());
    }

    Clock clock() {
        return clock;
    }

    @Override
    public Future<Void> workFailed(TermId term, EndReason reason, Throwable cause) {
        return onContext(() -> {
            if (terms.containsKey(term)) {
                String what = "component '" + term.component() + "': the work of term " + term.number() + " ended it";
                if (reason == EndReason.CLOSED) {
                    LOG.info(what + ": " + cause.getMessage());
                } else {
                    LOG.warn(what + "; another replica gets its turn", cause);
                }
                on(now -> host.workFailed(term, reason, now));
            }
            return Future.succeededFuture();
        });
    }

    // One event at a time.

    private <T> Future<T> onContext(Supplier<Future<T>> act) {
        Promise<T> done = Promise.promise();
        try {
            context.runOnContext(turn -> act.get().onComplete(done));
        } catch (RejectedExecutionException vertxClosed) {
            done.fail(vertxClosed);
        }
        return done.future();
    }

    /** On the driver's context: now if we are on it, else in a turn of its own. */
    private void inTurn(Runnable act) {
        if (Vertx.currentContext() == context) {
            act.run();
        } else {
            inTurnOfItsOwn(act);
        }
    }

    private void inTurnOfItsOwn(Runnable act) {
        try {
            context.runOnContext(turn -> act.run());
        } catch (RejectedExecutionException vertxClosed) {
            LOG.debug("the Vertx is closed, so nothing is in hand here any more", vertxClosed);
        }
    }

    private void on(Function<Moment, List<HostCommand>> event) {
        if (stopped) {
            return;
        }
        events.add(event);
        if (running) {
            return;
        }
        running = true;
        try {
            for (var next = events.poll(); next != null && !stopped; next = events.poll()) {
                next.apply(clock.now()).forEach(command -> command.runBy(this));
            }
        } catch (Throwable bug) {
            failStop(bug);
        } finally {
            running = false;
        }
        if (!stopped) {
            completeResigned();
            timer.arm(host.wakeAtNanos(), clock.now().nanos());
        }
    }

    /** A driver that cannot go on makes sure that nobody leads because of it. */
    private void failStop(Throwable bug) {
        LOG.error(
                "the elector of node '" + config.node() + "' failed and stops: none of its terms is valid any more",
                bug);
        sessions.values().forEach(session -> session.validity.end());
        for (TermId term : List.copyOf(terms.keySet())) {
            endTerm(new HostCommand.EndTerm(term, EndReason.INTERNAL_ERROR));
        }
        stop();
    }

    private void stop() {
        stopped = true;
        timer.cancel();
        messenger.close();
        campaigns.values().forEach(campaign -> campaign.retired.tryComplete());
        resigning.forEach(campaign -> campaign.resigning.forEach(Promise::tryComplete));
        closed.tryComplete();
    }

    private void completeResigned() {
        resigning.removeIf(campaign -> {
            Position position = host.position(campaign.component);
            // What it resigned from is never opening nor leading: that is a later term.
            boolean settled = position == null || SETTLED.contains(position.phase());
            if (settled) {
                campaign.resigning.forEach(Promise::tryComplete);
                campaign.resigning.clear();
            }
            return settled;
        });
    }

    private void hint() {
        if (hinted.compareAndSet(false, true)) {
            inTurnOfItsOwn(() -> {
                hinted.set(false);
                on(host::hint);
            });
        }
    }

    private SessionId freshId() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return SessionId.of(config.node(), HexFormat.of().formatHex(random));
    }

    // The session.

    @Override
    public void openSession(HostCommand.OpenSession command) {
        SessionId id = command.opening().id();
        store.askPrepared(
                asked -> asked.open(command.opening()),
                answer -> on(now -> host.opened(id, answer, now)),
                () -> on(now -> host.openFailed(id, now)));
    }

    @Override
    public void heartbeat(HostCommand.Heartbeat command) {
        store.ask(
                asked -> asked.heartbeat(command.session()),
                answer -> on(now -> host.heartbeatAnswered(command.session(), command.attempt(), answer, now)),
                () -> on(now -> host.heartbeatFailed(command.session(), command.attempt(), now)));
    }

    @Override
    public void closeSession(HostCommand.CloseSession command) {
        store.ask(
                asked -> asked.closeSession(command.session()),
                answer -> on(now -> host.sessionClosed(command.session(), command.attempt(), now)),
                () -> on(now -> host.sessionCloseFailed(command.session(), command.attempt(), now)));
    }

    @Override
    public void extend(HostCommand.Extend command) {
        SessionId id = command.session();
        OpenSession open = sessions.get(id);
        if (open == null) {
            Runnable seenOver = () -> inTurnOfItsOwn(() -> on(now -> host.validityOver(id, now)));
            sessions.put(id, new OpenSession(new Validity(clock, command.grant(), seenOver), command.grant()));
            deployer.listen(id);
        } else {
            open.validity.extend(command.grant());
            open.grant = command.grant();
        }
    }

    @Override
    public void sessionOver(HostCommand.SessionOver command) {
        OpenSession open = sessions.get(command.session());
        if (open != null) {
            open.validity.end();
            open.isOver = true;
            LOG.warn("node '" + config.node() + "': session " + command.session() + " is over: " + command.reason()
                    + failureText());
            forgetIfDrained(command.session());
        }
    }

    private void forgetIfDrained(SessionId id) {
        OpenSession open = sessions.get(id);
        if (open != null
                && open.isOver
                && undrained.stream().noneMatch(term -> term.session().equals(id))) {
            sessions.remove(id);
            deployer.ignore(id);
        }
    }

    // Looks, leases and others.

    @Override
    public void look(HostCommand.Look command) {
        store.askPrepared(
                asked -> asked.look(command.request()),
                answer -> {
                    on(now -> host.looked(command.number(), answer, now));
                    command.request().components().forEach(this::notePosition);
                },
                () -> on(now -> host.lookFailed(command.number(), now)));
    }

    @Override
    public void expire(HostCommand.Expire command) {
        SessionId victim = command.silence().session();
        LOG.info("node '" + config.node() + "': closing session " + victim + ", unchanged for "
                + TimeUnit.NANOSECONDS.toMillis(command.silence().unchangedNanos())
                + " ms by the own clock, silent for "
                + command.silence().silentMillis() + " ms by the database's");
        store.ask(
                asked -> asked.expire(command.silence().request()),
                answer -> on(now -> host.expireAnswered(victim, now)),
                () -> on(now -> host.expireFailed(victim, now)));
    }

    @Override
    public void acquire(HostCommand.Acquire command) {
        List<HostCommand.Ask> asks = command.asks();
        AcquireRequest request = new AcquireRequest(
                command.session(), asks.stream().map(HostCommand.Ask::claim).toList());
        store.ask(
                asked -> asked.acquire(request),
                answers -> eachAsk(asks, i -> acquired(asks.get(i), answers.get(i))),
                () -> eachAsk(
                        asks,
                        i -> on(now -> host.acquireFailed(
                                asks.get(i).claim().component(), asks.get(i).attempt(), now))));
    }

    private void acquired(HostCommand.Ask ask, StoreAnswer.Acquired answer) {
        on(now -> host.acquired(ask.claim().component(), ask.attempt(), answer, now));
    }

    private static void eachAsk(List<HostCommand.Ask> asks, IntConsumer act) {
        for (int i = 0; i < asks.size(); i++) {
            act.accept(i);
        }
    }

    @Override
    public void release(HostCommand.Release command) {
        store.ask(
                asked -> asked.release(command.term()),
                answer -> on(now -> host.released(command.term(), command.attempt(), now)),
                () -> on(now -> host.releaseFailed(command.term(), command.attempt(), now)));
    }

    // Terms.

    @Override
    public void openGates(HostCommand.OpenGates command) {
        TermId term = command.term();
        Campaign campaign = campaigns.get(term.component());
        List<Gate> gates = campaign == null ? List.of() : campaign.work.gates();
        if (gates.isEmpty()) {
            on(now -> host.gatesOpened(term, now));
            return;
        }
        Future.join(gates.stream().map(gate -> open(gate, term)).toList())
                .timeout(config.startMillis(), TimeUnit.MILLISECONDS)
                // A gate is the user's: it answers on any thread.
                .onComplete((done, failure) -> inTurn(() -> gatesAnswered(term, failure)));
    }

    private void gatesAnswered(TermId term, @Nullable Throwable failure) {
        if (failure == null) {
            on(now -> host.gatesOpened(term, now));
            return;
        }
        long ahead = failure instanceof FenceAheadException fence ? fence.term() : -1;
        LOG.warn(
                "component '" + term.component() + "': a gate of term " + term.number()
                        + " did not open, so the term is not announced",
                failure);
        on(now -> host.gatesFailed(term, ahead, now));
    }

    private static Future<?> open(Gate gate, TermId term) {
        try {
            return Objects.requireNonNull(gate.open(term), "a gate answers with a future");
        } catch (Throwable thrown) {
            return Future.failedFuture(thrown);
        }
    }

    @Override
    public void beginTerm(HostCommand.BeginTerm command) {
        TermId id = command.term();
        OpenSession session = Objects.requireNonNull(sessions.get(id.session()), "a term begins in an open session");
        Moment now = clock.now();
        LiveTerm term = new LiveTerm(id, session.validity, this, this::inTurnOfItsOwn);
        terms.put(id, term);
        undrained.add(id);
        noteTerm(id, term);
        announcer.term(NoticeType.ELECTED, id, null, now.nanos(), session.grant.hardEndNanos());
        messenger
                .begin(id, session.grant.hardLeftNanos(now))
                .onComplete(done -> on(at -> host.workBegun(id, at)), failure -> {
                    if (terms.containsKey(id)) {
                        LOG.warn(
                                "component '" + id.component() + "': the work of term " + id.number()
                                        + " did not start, so the lease goes back",
                                failure);
                        on(at -> host.workFailed(id, EndReason.WORK_FAILED, at));
                    }
                });
    }

    @Override
    public void endTerm(HostCommand.EndTerm command) {
        TermId id = command.term();
        LiveTerm term = terms.remove(id);
        OpenSession session = sessions.get(id.session());
        if (term == null || session == null) {
            return;
        }
        term.end();
        noteTerm(id, null);
        long hardEnd = session.grant.hardEndNanos();
        long nanos = clock.now().nanos();
        announcer.term(NoticeType.REVOKED, id, command.reason().text(), nanos - hardEnd < 0 ? nanos : hardEnd, hardEnd);
        term.announceEnd(command.reason());
        watchdog.watch(id, hardEnd);
        messenger
                .end(id, command.reason(), () -> on(now -> host.workStuck(id, now)))
                .onSuccess(drained -> {
                    watchdog.forget(id);
                    undrained.remove(id);
                    on(now -> host.workEnded(id, now));
                    forgetIfDrained(id.session());
                })
                .onFailure(given -> LOG.warn("component '" + id.component()
                        + "': the elector was closed before the work of" + " term " + id.number() + " had ended"));
    }

    // Reports.

    @Override
    public void reportOverrun(HostCommand.ReportOverrun command) {
        LOG.error("component '" + command.term().component() + "': the work of term "
                + command.term().number() + " did not end within "
                + TimeUnit.NANOSECONDS.toMillis(config.timing().stopNanos())
                + " ms; its lease is kept until an abandoned one would have lapsed");
        announcer.overrun(command.term());
    }

    @Override
    public void reportLeader(HostCommand.ReportLeader command) {
        // Before it is published: who hears of it may ask at once.
        notePosition(command.component());
        announcer.leader(command.component(), command.leader());
    }

    @Override
    public void reportStore(HostCommand.ReportStore command) {
        if (command.reachable()) {
            LOG.info("node '" + config.node() + "': the store answers again");
        } else {
            LOG.warn("node '" + config.node()
                    + "': the store does not do what it should, and is asked again with backoff" + failureText());
        }
        campaigns
                .keySet()
                .forEach(component ->
                        announcer.store(component, command.reachable(), command.reachable() ? null : failureKind()));
    }

    private String failureKind() {
        LeaseStoreException failure = store.lastFailure();
        return failure == null
                ? "unreachable"
                : failure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String failureText() {
        LeaseStoreException failure = store.lastFailure();
        return failure == null ? "" : " (" + failure.kind() + ": " + failure.getMessage() + ")";
    }

    /** Each complaint once: a row stays as it is until somebody repairs it, and is seen at every look. */
    @Override
    public void reportRow(HostCommand.ReportRow command) {
        if (complaints.add(command.what() + command.complaint())) {
            LOG.error(command.what() + " cannot be led: " + command.complaint());
        }
    }

    @Override
    public void reportBug(HostCommand.ReportBug command) {
        LOG.error(
                "component '" + command.component() + "': its election failed, and its term was ended", command.bug());
    }

    @Override
    public void retired(HostCommand.Retired command) {
        Campaign campaign = campaigns.remove(command.component());
        deployer.remove(command.component());
        if (campaign != null) {
            if (campaign.stateConsumer != null) {
                campaign.stateConsumer.unregister().onFailure(gone -> LOG.debug("state address was gone", gone));
            }
            campaign.retired.tryComplete();
        }
    }

    @Override
    public void hostClosed(HostCommand.HostClosed command) {
        sessions.keySet().forEach(deployer::ignore);
        stop();
    }

    private void noteTerm(TermId id, @Nullable LiveTerm term) {
        Campaign campaign = campaigns.get(id.component());
        if (campaign != null) {
            campaign.term = term;
            campaign.position = host.position(id.component());
        }
    }

    private Optional<Term> live(TermId id) {
        return Optional.ofNullable(terms.get(id));
    }

    private void notePosition(ComponentName component) {
        Campaign campaign = campaigns.get(component);
        if (campaign != null) {
            campaign.position = host.position(component);
        }
    }

    private StateReply state(ComponentName component) {
        Position position = Objects.requireNonNull(host.position(component), "asked only while it campaigns");
        Campaign campaign = campaigns.get(component);
        SessionId session = host.session();
        TermId leader = position.leader();
        return new StateReply(
                component.value(),
                config.node().value(),
                session == null ? null : session.value(),
                position.phase().name().toLowerCase(Locale.ROOT),
                campaign != null && campaign.validTerm().isPresent(),
                leader == null ? null : leader.number(),
                leader == null ? null : leader.session().value(),
                position.known(),
                position.known() ? TimeUnit.NANOSECONDS.toMillis(Campaign.ageNanos(position, clock)) : -1,
                !host.isStoreDown());
    }
}
