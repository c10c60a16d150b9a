// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.session.Grant;
import io.github.elector.time.Moment;
import org.jspecify.annotations.Nullable;

/** What the driver keeps of a session: its latest grant, until it is over. */
final class Validity {
    @Nullable
    Grant grant;

    boolean over;

    /** True time before the heartbeat of the grant was sent. */
    long sentAt;

    boolean isValid(Moment now) {
        return !over && grant != null && grant.isValid(now);
    }

    /** When, in true time, the lease of this grant may be taken by others: work has to have ended by then. */
    long hardEndAt(NodeClock clock) {
        return grant == null
                ? Long.MIN_VALUE
                : sentAt + clock.trueNanos(grant.timing().hardNanos());
    }
}
