// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.Leadership;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.election.ElectionState.Phase;
import io.github.elector.host.Position;
import io.github.elector.host.Sighting;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Metadata;
import io.github.elector.session.ClaimWait;
import io.github.elector.time.Clock;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a driver keeps about one component: written on the driver's context only, read from any thread. */
final class Campaign {
    final ComponentName component;
    final TermWork work;
    private final @Nullable String ownMetadata;
    final Promise<Void> retired = Promise.promise();
    final List<Promise<Void>> resigning = new ArrayList<>();

    @Nullable
    MessageConsumer<JsonObject> stateConsumer;

    final List<MessageConsumer<Object>> commandConsumers = new ArrayList<>();

    /** What the log says it waits for. */
    ClaimWait.@Nullable Cause saidToWait;

    volatile @Nullable LiveTerm term;
    volatile @Nullable Position position;

    Campaign(ComponentName component, TermWork work, @Nullable String ownMetadata) {
        this.component = component;
        this.work = work;
        this.ownMetadata = ownMetadata;
    }

    Optional<Term> validTerm() {
        LiveTerm latest = term;
        return latest != null && latest.isValid() ? Optional.of(latest) : Optional.empty();
    }

    Leadership leadership(Clock clock) {
        Position latest = position;
        if (latest == null || !latest.known()) {
            return new Leadership(
                    component.value(), Optional.empty(), Optional.empty(), false, Duration.ZERO, Optional.empty());
        }
        Optional<TermId> leader = Optional.ofNullable(latest.leader());
        return new Leadership(
                component.value(),
                leader.map(id -> id.session().value()),
                leader.map(TermId::number),
                true,
                Duration.ofNanos(ageNanos(latest, clock)),
                leaderMetadata(latest));
    }

    /** What the leader of this position advertises. */
    Optional<JsonObject> leaderMetadata(Position position) {
        return Metadata.read(position.phase() == Phase.LEADING ? ownMetadata : position.metadata());
    }

    /** A leader knows about itself right now. */
    static long ageNanos(Position position, Clock clock) {
        Sighting seen = position.seen();
        return position.phase() == Phase.LEADING || seen == null
                ? 0
                : clock.now().nanos() - seen.atNanos();
    }
}
