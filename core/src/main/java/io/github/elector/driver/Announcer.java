// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.CommandRequest;
import io.github.elector.notice.Metadata;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.time.Clock;
import io.github.elector.time.Moment;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes notices, in order, to whoever listens in this process, or anywhere on a clustered bus. */
final class Announcer {
    private final EventBus bus;
    private final Addresses addresses;
    private final NodeName node;
    private final DeliveryOptions delivery;
    private final Clock clock;
    private final @Nullable String ownMetadata;
    private final Map<ComponentName, Long> sequences = new HashMap<>();

    Announcer(EventBus bus, HostConfig config, Clock clock) {
        this.bus = bus;
        this.addresses = config.addresses();
        this.node = config.node();
        this.delivery = new DeliveryOptions().setLocalOnly(!config.clustered());
        this.clock = clock;
        this.ownMetadata = config.metadata();
    }

    /** A term of this process began or ended at {@code nanos}. */
    void term(NoticeType type, TermId term, @Nullable String reason, long nanos, long validUntilNanos) {
        JsonObject metadata =
                type == NoticeType.ELECTED ? Metadata.read(ownMetadata).orElse(null) : null;
        publish(type, term.component(), term, metadata, reason, nanos, validUntilNanos);
    }

    /** The work of a term overran its stop budget. */
    void overrun(TermId term) {
        publish(
                NoticeType.OVERRUN,
                term.component(),
                term,
                null,
                null,
                clock.now().nanos(),
                null);
    }

    /** Somebody else leads, who advertises this, or nobody. */
    void leader(ComponentName component, @Nullable TermId leader, @Nullable JsonObject metadata) {
        publish(
                NoticeType.LEADER_CHANGED,
                component,
                leader,
                metadata,
                null,
                clock.now().nanos(),
                null);
    }

    /** The store does not answer, or does again. */
    void store(ComponentName component, boolean reachable, @Nullable String reason) {
        NoticeType type = reachable ? NoticeType.STORE_RECOVERED : NoticeType.STORE_UNREACHABLE;
        publish(type, component, null, null, reason, clock.now().nanos(), null);
    }

    /** This process was told what to do, and begins with it. */
    void commanded(ComponentName component, CommandRequest command) {
        Moment now = clock.now();
        Notice notice = new Notice(
                NoticeType.COMMANDED,
                component.value(),
                node.value(),
                command.term(),
                null,
                null,
                command.action().text(),
                command.by(),
                command.why(),
                next(component),
                now.wallMillis(),
                now.nanos(),
                null);
        publish(component, notice);
    }

    private void publish(
            NoticeType type,
            ComponentName component,
            @Nullable TermId term,
            @Nullable JsonObject metadata,
            @Nullable String reason,
            long nanos,
            @Nullable Long validUntilNanos) {
        Moment now = clock.now();
        Notice notice = new Notice(
                type,
                component.value(),
                node.value(),
                term == null ? null : term.number(),
                term == null ? null : term.session().value(),
                metadata,
                null,
                null,
                reason,
                next(component),
                now.wallMillis(),
                nanos,
                validUntilNanos);
        publish(component, notice);
    }

    private long next(ComponentName component) {
        return sequences.merge(component, 1L, Long::sum);
    }

    private void publish(ComponentName component, Notice notice) {
        bus.publish(addresses.event(component), notice.toJson(), delivery);
    }
}
