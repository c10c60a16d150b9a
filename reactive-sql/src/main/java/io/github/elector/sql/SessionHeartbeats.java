// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.SessionId;
import java.util.Map;

/**
 * The heartbeats of the sessions that beat: an elector has one at a time, and what is kept of those before it goes with the
 * longest unused when there are more than a few. On the context of the store.
 */
final class SessionHeartbeats {
    static final int MOST = 16;

    private final Dialect dialect;
    private final Map<SessionId, SessionHeartbeat> kept = new MostRecent<>(MOST);

    SessionHeartbeats(Dialect dialect) {
        this.dialect = dialect;
    }

    SessionHeartbeat of(SessionId session) {
        SessionHeartbeat known = kept.get(session);
        if (known != null) {
            return known;
        }
        SessionHeartbeat made = new SessionHeartbeat(dialect, session);
        kept.put(session, made);
        return made;
    }
}
