// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.Gate;
import io.github.elector.TermWork;
import io.github.elector.election.ElectionState.Phase;
import io.github.elector.host.Host;
import io.github.elector.host.Position;
import io.github.elector.host.Waiting;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.StateReply;
import io.github.elector.session.ClaimWait;
import io.github.elector.time.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What this host campaigns for, by component: who waits for its end, and who asks how it stands. */
final class Campaigns {
    private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);
    private static final Set<Phase> SETTLED = EnumSet.of(Phase.STANDBY, Phase.OPENING, Phase.LEADING);

    private final Vertx vertx;
    private final HostConfig config;
    private final Clock clock;
    private final Host host;
    private final TermLog log;
    private final Map<ComponentName, Campaign> campaigns = new HashMap<>();

    Campaigns(Vertx vertx, HostConfig config, Clock clock, Host host, TermLog log) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.host = host;
        this.log = log;
    }

    /** A campaign for a component there is none for; from now on its state can be asked for. */
    Campaign begin(ComponentName component, TermWork work) {
        Campaign campaign = new Campaign(component, work, config.metadata());
        campaigns.put(component, campaign);
        String address = config.addresses().state(component);
        MessageConsumer<JsonObject> consumer = config.clustered()
                ? vertx.eventBus().consumer(address)
                : vertx.eventBus().localConsumer(address);
        campaign.stateConsumer =
                consumer.handler(request -> request.reply(state(campaign).toJson()));
        return campaign;
    }

    /** Its election has ended for good. */
    void end(ComponentName component) {
        Campaign campaign = campaigns.remove(component);
        if (campaign != null) {
            if (campaign.stateConsumer != null) {
                campaign.stateConsumer.unregister().onFailure(gone -> LOG.debug("state address was gone", gone));
            }
            campaign.commandConsumers.forEach(
                    consumer -> consumer.unregister().onFailure(gone -> LOG.debug("command address was gone", gone)));
            completeRetired(campaign);
        }
    }

    /** Whoever waits for anything has waited long enough. */
    void endAll() {
        campaigns.values().forEach(campaign -> {
            completeRetired(campaign);
        });
    }

    boolean isRunning(Campaign campaign) {
        return campaigns.get(campaign.component) == campaign;
    }

    Set<ComponentName> components() {
        return campaigns.keySet();
    }

    List<Gate> gates(ComponentName component) {
        Campaign campaign = campaigns.get(component);
        return campaign == null ? List.of() : campaign.work.gates();
    }

    /** Completes when nothing that was in hand of the campaign is any more; see {@link #completeIfResigned}. */
    Future<Void> resigned(Campaign campaign) {
        Promise<Void> resigned = Promise.promise();
        campaign.resigning.add(resigned);
        return resigned.future();
    }

    /** To be called whenever the election of the component has taken a step. */
    void completeIfResigned(ComponentName component) {
        Campaign campaign = campaigns.get(component);
        if (campaign == null || campaign.resigning.isEmpty()) {
            return;
        }
        Position position = host.position(component);
        // What it resigned from is never opening nor leading: that is a later term.
        if (position == null || SETTLED.contains(position.phase())) {
            completeResigned(campaign);
        }
    }

    /** In this order: who hears that nothing is in hand may start an elector anew, which takes that it is noted. */
    private static void completeRetired(Campaign campaign) {
        campaign.retired.tryComplete();
        completeResigned(campaign);
    }

    private static void completeResigned(Campaign campaign) {
        campaign.resigning.forEach(Promise::tryComplete);
        campaign.resigning.clear();
    }

    /** This process has this term of the component, or has none any more. */
    void noteTerm(TermId id, @Nullable LiveTerm term) {
        Campaign campaign = campaigns.get(id.component());
        if (campaign != null) {
            campaign.term = term;
            campaign.position = host.position(id.component());
        }
    }

    /** A look told something about the component. */
    void notePosition(ComponentName component) {
        Campaign campaign = campaigns.get(component);
        if (campaign != null) {
            Position position = host.position(component);
            campaign.position = position;
            sayWhatItWaitsFor(campaign, position == null || !config.campaigns() ? null : position.waiting());
        }
    }

    /** Once for as long as it waits for the same. */
    private void sayWhatItWaitsFor(Campaign campaign, @Nullable Waiting waiting) {
        ClaimWait.Cause cause = waiting == null ? null : waiting.cause();
        if (waiting != null && cause != campaign.saidToWait) {
            log.putOff(campaign.component, waiting);
        }
        campaign.saidToWait = cause;
    }

    /** What this leader of the component advertises as far as is known; null for nothing. */
    @Nullable
    JsonObject metadataOf(ComponentName component, @Nullable TermId leader) {
        Campaign campaign = campaigns.get(component);
        Position position = campaign == null ? null : campaign.position;
        return campaign != null && position != null && leader != null && leader.equals(position.leader())
                ? campaign.leaderMetadata(position).orElse(null)
                : null;
    }

    private StateReply state(Campaign campaign) {
        Position position = Objects.requireNonNull(host.position(campaign.component), "asked only while it campaigns");
        SessionId session = host.session();
        TermId leader = position.leader();
        Waiting waiting = config.campaigns() ? position.waiting() : null;
        return new StateReply(
                campaign.component.value(),
                config.node().value(),
                session == null ? null : session.value(),
                config.campaigns() ? position.phase().name().toLowerCase(Locale.ROOT) : "observer",
                campaign.validTerm().isPresent(),
                leader == null ? null : leader.number(),
                leader == null ? null : leader.session().value(),
                campaign.leaderMetadata(position).orElse(null),
                position.known(),
                position.known() ? TimeUnit.NANOSECONDS.toMillis(Campaign.ageNanos(position, clock)) : -1,
                !host.isStoreDown(),
                waiting == null ? null : waiting.cause().text(),
                waiting == null
                        ? null
                        : TimeUnit.NANOSECONDS.toMillis(
                                waiting.leftNanos(clock.now().nanos())),
                position.workFailures());
    }
}
