// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.ComponentHealth;
import io.github.elector.ComponentHealth.Kind;
import io.github.elector.ComponentHealth.Trouble;
import io.github.elector.host.Position;
import io.github.elector.store.LeaseStoreException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells how a campaign is. Any thread, at once: it reads what the host's context wrote last and compares it with the
 * clock, so that it answers also, and rightly, when that context is blocked.
 */
final class Checkup {
    private static final Set<LeaseStoreException.Kind> TO_BE_REPAIRED =
            EnumSet.of(LeaseStoreException.Kind.WRONG_SCHEMA, LeaseStoreException.Kind.NO_RIGHT);

    private final Pulse pulse;
    private final StoreCalls store;

    Checkup(Pulse pulse, StoreCalls store) {
        this.pulse = pulse;
        this.store = store;
    }

    ComponentHealth of(Campaign campaign) {
        Position position = campaign.position;
        // Announced and not revoked, whatever the clock says: a term that cannot be renewed is invalid in the end.
        boolean leads = campaign.term != null;
        return new ComponentHealth(
                campaign.component.value(),
                pulse.node(),
                leads,
                pulse.isStoreReachable(),
                pulse.sinceHeartbeat(),
                position == null ? 0 : position.workFailures(),
                trouble(campaign, leads));
    }

    private Optional<Trouble> trouble(Campaign campaign, boolean leads) {
        if (pulse.hasFailed()) {
            return Optional.of(new Trouble(
                    Kind.STOPPED,
                    "the elector of node '" + pulse.node() + "' failed and has stopped; the log says why: restart it"));
        }
        if (campaign.retired.future().isComplete()) {
            return Optional.empty();
        }
        if (leads && pulse.isHeartbeatOverdue()) {
            return Optional.of(new Trouble(Kind.CANNOT_RENEW, cannotRenew(campaign)));
        }
        LeaseStoreException failure = store.lastFailure();
        return !pulse.isStoreReachable() && failure != null && TO_BE_REPAIRED.contains(failure.kind())
                ? Optional.of(new Trouble(Kind.MISCONFIGURED, String.valueOf(failure.getMessage())))
                : Optional.empty();
    }

    private String cannotRenew(Campaign campaign) {
        Duration left = pulse.sessionRemaining();
        return "component '" + campaign.component + "': it leads, and no heartbeat sent in the last "
                + pulse.sinceHeartbeat().toMillis() + " ms was answered yes; its term is valid for "
                + left.toMillis() + " ms more at most: look at the database, and for a blocked event loop";
    }
}
