// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.lease.SessionId;
import io.github.elector.store.StoreAnswer.Held;
import org.jspecify.annotations.Nullable;

/**
 * A session of somebody else that holds leases, and what is known of them as long as count and sum of what it holds stay
 * the same.
 */
final class Holder {
    final SessionId session;

    /** What it holds by the latest look, less what has been taken from it since; null before the first that told. */
    @Nullable
    Held held;

    /** How many candidates of this host count on that. */
    int counted;

    /** When a look last confirmed them. */
    final Sighting seen;

    /** How many rounds of looks began while nobody counted on it. */
    int idleRounds;

    Holder(SessionId session, long nowNanos) {
        this.session = session;
        this.seen = new Sighting(nowNanos);
    }
}
