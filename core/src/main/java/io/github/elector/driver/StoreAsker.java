// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.host.Host;
import io.github.elector.host.HostCommand;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.metrics.StoreOperation;
import io.github.elector.notice.Metadata;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks the store what the host wants to know or have written, and hands the host what it answers, or that it does not
 * answer. On the host's context only.
 */
final class StoreAsker implements HostCommand.Asker {
    // What happens in a host is told in its name, whoever tells it.
    private static final Logger LOG = LoggerFactory.getLogger(HostDriver.class);

    private final HostConfig config;
    private final Host host;
    private final Turns turns;
    private final StoreCalls store;
    private final Campaigns campaigns;
    private final BusHints busHints;
    private final RowComplaints complaints;
    private final HostMetrics metrics;

    StoreAsker(
            HostConfig config,
            Host host,
            Turns turns,
            StoreCalls store,
            Campaigns campaigns,
            BusHints busHints,
            RowComplaints complaints,
            HostMetrics metrics) {
        this.config = config;
        this.host = host;
        this.turns = turns;
        this.store = store;
        this.campaigns = campaigns;
        this.busHints = busHints;
        this.complaints = complaints;
        this.metrics = metrics;
    }

    @Override
    public void openSession(HostCommand.OpenSession command) {
        SessionId id = command.opening().id();
        SessionOpening opening = command.opening().advertising(config.metadata());
        store.askPrepared(
                StoreOperation.OPEN,
                asked -> asked.open(opening),
                answer -> turns.on(now -> host.opened(id, answer, now)),
                () -> turns.on(now -> host.openFailed(id, now)));
    }

    @Override
    public void heartbeat(HostCommand.Heartbeat command) {
        store.ask(
                StoreOperation.HEARTBEAT,
                asked -> asked.heartbeat(command.session()),
                answer -> turns.on(now -> host.heartbeatAnswered(command.session(), command.attempt(), answer, now)),
                () -> turns.on(now -> host.heartbeatFailed(command.session(), command.attempt(), now)));
    }

    @Override
    public void closeSession(HostCommand.CloseSession command) {
        store.ask(
                StoreOperation.CLOSE_SESSION,
                asked -> asked.closeSession(command.session()),
                answer -> turns.on(now -> host.sessionClosed(command.session(), command.attempt(), now)),
                () -> turns.on(now -> host.sessionCloseFailed(command.session(), command.attempt(), now)));
    }

    @Override
    public void look(HostCommand.Look command) {
        store.askPrepared(
                StoreOperation.LOOK,
                asked -> asked.look(command.request()),
                answer -> {
                    turns.on(now -> host.looked(command.number(), answer, now));
                    answer.sessions().values().forEach(this::complainOfMetadata);
                    if (!host.looksOn()) {
                        complaints.lookEnds();
                    }
                    command.request().components().forEach(campaigns::notePosition);
                },
                () -> turns.on(now -> host.lookFailed(command.number(), now)));
    }

    /** It is left out wherever it would be told, and changes nothing else. */
    private void complainOfMetadata(SessionSight session) {
        String metadata = session.metadata();
        String fault = metadata == null ? null : Metadata.fault(metadata);
        if (fault != null) {
            complaints.hear(
                    "metadata of '" + session.id() + "'",
                    "metadata of session '" + session.id() + "' in the database " + fault
                            + " and is told to nobody: set that column of its row to NULL; nothing else comes of it");
        }
    }

    @Override
    public void expire(HostCommand.Expire command) {
        SessionId victim = command.silence().session();
        LOG.info("node '" + config.node() + "': closing session " + victim + ", unchanged for "
                + TimeUnit.NANOSECONDS.toMillis(command.silence().unchangedNanos())
                + " ms by the own clock, silent for "
                + command.silence().silentMillis() + " ms by the database's");
        store.ask(
                StoreOperation.EXPIRE,
                asked -> asked.expire(command.silence().request(), command.by()),
                closed -> turns.on(now -> host.expireAnswered(command, Boolean.TRUE.equals(closed), now)),
                () -> turns.on(now -> host.expireFailed(victim, command.attempt(), now)));
    }

    @Override
    public void acquire(HostCommand.Acquire command) {
        List<HostCommand.Ask> asks = command.asks();
        AcquireRequest request = new AcquireRequest(
                command.session(), asks.stream().map(HostCommand.Ask::claim).toList());
        store.ask(
                StoreOperation.ACQUIRE,
                asked -> asked.acquire(request),
                answers -> {
                    complainOfUnknown(asks, answers);
                    turns.on(now -> host.acquired(asks, answers, now));
                    answers.forEach(metrics::claimed);
                },
                () -> turns.on(now -> host.acquireFailed(asks, now)));
    }

    /** What the database refuses of one component alone, while others are answered, people must hear of. */
    private void complainOfUnknown(List<HostCommand.Ask> asks, List<StoreAnswer.Acquired> answers) {
        for (int i = 0; i < asks.size(); i++) {
            if (answers.get(i) instanceof StoreAnswer.Unknown unknown) {
                ComponentName component = asks.get(i).claim().component();
                complaints.hear(
                        "claim of '" + component + "'",
                        "component '" + component + "' could not be claimed: " + unknown.why());
            }
        }
    }

    @Override
    public void release(HostCommand.Release command) {
        store.ask(
                StoreOperation.RELEASE,
                asked -> asked.release(command.term()),
                answer -> {
                    busHints.released(command.term());
                    turns.on(now -> host.released(command.term(), command.attempt(), now));
                },
                () -> turns.on(now -> host.releaseFailed(command.term(), command.attempt(), now)));
    }
}
