// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.TermWork;
import io.github.elector.host.Host;
import io.github.elector.host.HostCommand;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.time.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives one host: gives it events and runs its commands, on one context (see {@link Turns}). Those about the store are
 * run by {@link StoreAsker}, those about terms by {@link LiveTerms}, and what people are told by {@link Reports}.
 *
 * <p>If the host throws, this driver stops: no term is valid any more, and no heartbeat is sent, so that the session
 * lapses for everybody else too.
 */
final class HostDriver implements HostCommand.Runner, Turns.Loop {
    private static final Logger LOG = LoggerFactory.getLogger(HostDriver.class);
    private static final int RANDOM_BYTES = 12;
    private static final int ROWS_COMPLAINED_OF = 1_000;

    final Vertx vertx;
    private final HostConfig config;
    private final Surroundings surroundings;
    private final Clock clock;
    private final Turns turns;
    private final Host host;
    private final Pulse pulse;
    private final HostMetrics metrics;
    private final StoreCalls store;
    private final Checkup checkup;
    private final TermLog termLog;
    private final Campaigns campaigns;
    private final LiveTerms terms;
    private final Commands commands;
    private final BusHints busHints;
    private final StoreAsker asker;
    private final Reports reports;
    private final WakeTimer timer;
    private final WakeTimer logTimer;
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final Promise<Void> closed = Promise.promise();
    private @Nullable Future<Void> closing;

    /** To be made on the context it is to live on. */
    HostDriver(Vertx vertx, HostConfig config, Surroundings surroundings, LeaseStore store) {
        this.vertx = vertx;
        this.config = config;
        this.surroundings = surroundings;
        this.clock = surroundings.clock();
        this.turns = new Turns(vertx.getOrCreateContext(), clock, this);
        this.host = new Host(
                config.node(),
                config.timing(),
                config.trustsDatabaseClock(),
                surroundings.chance().nextLong(),
                this::freshId,
                clock.now());
        if (!config.campaigns()) {
            host.observe();
        }
        this.pulse = new Pulse(config, clock);
        this.metrics = GuardedMetrics.of(surroundings.metrics(), pulse);
        this.store = new StoreCalls(store, config.timing().storeTimeoutNanos(), clock, turns, metrics);
        this.checkup = new Checkup(pulse, this.store);
        Announcer announcer = new Announcer(vertx.eventBus(), config, clock);
        this.termLog = new TermLog(config.node(), config.timing(), clock);
        this.campaigns = new Campaigns(vertx, config, clock, host, termLog);
        this.terms = new LiveTerms(vertx, config, surroundings, host, turns, announcer, campaigns, termLog, metrics);
        this.commands = new Commands(vertx, config, clock, host, turns, announcer);
        this.busHints = new BusHints(vertx, config, host, () -> hint(Hint.LOOK));
        RowComplaints complaints = new RowComplaints(ROWS_COMPLAINED_OF);
        this.asker = new StoreAsker(config, host, turns, this.store, campaigns, busHints, complaints, metrics);
        this.reports = new Reports(config, this.store, pulse, announcer, campaigns, complaints, metrics);
        this.store.onFailure(reports::storeFailed);
        this.timer = new WakeTimer(vertx, () -> turns.on(host::tick));
        this.logTimer = new WakeTimer(vertx, termLog::tell);
        store.onHint(this::hint);
    }

    /** Opens the session and looks, right now. */
    void start() {
        busHints.listen();
        turns.on(host::tick);
    }

    /**
     * Campaigns for components, of which no earlier campaign is in hand, in this order; fails if this is over. So many of
     * them have a turn as one look reads.
     */
    Future<List<Campaign>> join(Map<ComponentName, TermWork> works) {
        return joinNext(works.entrySet().iterator(), new ArrayList<>());
    }

    private Future<List<Campaign>> joinNext(Iterator<Map.Entry<ComponentName, TermWork>> left, List<Campaign> joined) {
        return turns.ask(() -> {
            List<ComponentName> together = new ArrayList<>();
            while (left.hasNext() && together.size() < LookRequest.MOST_COMPONENTS) {
                Map.Entry<ComponentName, TermWork> next = left.next();
                if (turns.areStopped() || closing != null) {
                    return Future.failedFuture(new IllegalStateException(
                            "component '" + next.getKey() + "': the elector of node '" + config.node()
                                    + "' has stopped; close what was started with it, then start anew"));
                }
                together.add(next.getKey());
                joined.add(begin(next.getKey(), next.getValue()));
            }
            boolean wasDown = host.isStoreDown();
            turns.on(now -> host.join(together, now));
            if (wasDown) {
                reports.storeIsDown(together);
            }
            return left.hasNext() ? joinNext(left, joined) : Future.succeededFuture(joined);
        });
    }

    private Campaign begin(ComponentName component, TermWork work) {
        Campaign campaign = campaigns.begin(component, work);
        commands.listen(campaign);
        terms.deployer().add(component, work);
        metrics.joined(new JoinedComponent(campaign, clock));
        return campaign;
    }

    /** Completes when nothing of the campaign is in hand any more, or its time is over. */
    Future<Void> retire(Campaign campaign) {
        return ofCampaign(campaign, () -> {
            turns.on(now -> host.retire(campaign.component, now));
            long bound = config.timing().stopNanos() + 3 * config.timing().storeTimeoutNanos();
            return surroundings
                    .deadlines()
                    .within(TimeUnit.NANOSECONDS.toMillis(bound), campaign.retired.future())
                    .otherwiseEmpty();
        });
    }

    /** Completes when nothing that was in hand of the campaign is any more. */
    Future<Void> resign(Campaign campaign, Duration stayOut) {
        return ofCampaign(campaign, () -> {
            Future<Void> resigned = campaigns.resigned(campaign);
            turns.on(now -> host.resign(campaign.component, stayOut.toNanos(), now));
            return resigned;
        });
    }

    /** Completes when it campaigns again. */
    Future<Void> campaign(Campaign campaign) {
        if (!config.campaigns()) {
            return Future.failedFuture(
                    new IllegalStateException(
                            "component '" + campaign.component
                                    + "': this elector only observes, since its option campaign is false: start another that campaigns"));
        }
        return ofCampaign(campaign, () -> {
            turns.on(now -> host.campaign(campaign.component, now));
            return Future.succeededFuture();
        });
    }

    /** Nothing is left to be done for one that is over, nor once the Vertx is closed. */
    private Future<Void> ofCampaign(Campaign campaign, Supplier<Future<Void>> act) {
        return turns.ask(() -> turns.areStopped() || !campaigns.isRunning(campaign)
                        ? Future.<Void>succeededFuture()
                        : act.get())
                .recover(failure -> failure instanceof RejectedExecutionException
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    /** Ends everything within the stop budget and three store timeouts; the same however often called. Any thread. */
    Future<Void> close() {
        return turns.ask(() -> {
            turns.on(host::close);
            Future<Void> begun = closing == null ? closed.future().compose(done -> store.close()) : closing;
            closing = begun;
            return begun;
        });
    }

    Clock clock() {
        return clock;
    }

    Turns turns() {
        return turns;
    }

    LiveTerms terms() {
        return terms;
    }

    Checkup checkup() {
        return checkup;
    }

    // Around the events.

    @Override
    public void run(HostCommand command) {
        command.runBy(this);
    }

    @Override
    public void settled() {
        long now = clock.now().nanos();
        timer.arm(host.wakeAtNanos(), now);
        if (termLog.hasUntold()) {
            logTimer.arm(OptionalLong.of(now + TimeUnit.MILLISECONDS.toNanos(TermLog.DELAY_MILLIS)), now);
        }
        host.takeMoved().forEach(campaigns::completeIfResigned);
    }

    /** A driver that cannot go on makes sure that nobody leads because of it; only then it tells, which may fail too. */
    @Override
    public void failed(Throwable bug) {
        pulse.failed();
        terms.endAll(EndReason.INTERNAL_ERROR);
        stop();
        LOG.error(
                "the elector of node '" + config.node()
                        + "' failed and has stopped: none of its terms is valid any more",
                bug);
    }

    private void stop() {
        turns.stop();
        timer.cancel();
        logTimer.cancel();
        terms.close();
        campaigns.endAll();
        busHints.close();
        metrics.closed();
        closed.tryComplete();
        termLog.close();
    }

    private void hint(Hint hint) {
        if (hint.released() != null) {
            turns.inTurnOfItsOwn(() -> turns.on(now -> host.hint(hint, now)));
        } else if (hinted.compareAndSet(false, true)) {
            turns.inTurnOfItsOwn(() -> {
                hinted.set(false);
                turns.on(now -> host.hint(hint, now));
            });
        }
    }

    private SessionId freshId() {
        byte[] random = new byte[RANDOM_BYTES];
        surroundings.chance().nextBytes(random);
        return SessionId.of(config.node(), HexFormat.of().formatHex(random));
    }

    // Commands.

    @Override
    public HostCommand.Asker asker() {
        return asker;
    }

    @Override
    public HostCommand.Reporter reporter() {
        return reports;
    }

    @Override
    public void extend(HostCommand.Extend command) {
        terms.extend(command.session(), command.grant());
        pulse.extended(command.session(), command.grant());
    }

    @Override
    public void sessionOver(HostCommand.SessionOver command) {
        terms.sessionOver(command.session());
        pulse.over(command.session());
        reports.sessionOver(command);
    }

    @Override
    public void openGates(HostCommand.OpenGates command) {
        terms.openGates(command.term());
    }

    @Override
    public void beginTerm(HostCommand.BeginTerm command) {
        terms.begin(command.term());
    }

    @Override
    public void endTerm(HostCommand.EndTerm command) {
        terms.end(command.term(), command.reason());
    }

    @Override
    public void overrun(HostCommand.Overrun command) {
        reports.overrun(command);
        terms.deployer().overrun(command.term());
    }

    @Override
    public void retired(HostCommand.Retired command) {
        terms.deployer().remove(command.component());
        metrics.left(command.component());
        campaigns.end(command.component());
    }

    @Override
    public void hostClosed(HostCommand.HostClosed command) {
        stop();
    }
}
