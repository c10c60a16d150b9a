// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.lease.SessionId;
import io.github.elector.session.Grant;

/**
 * What the driver keeps of a session.
 *
 * @param session whose
 * @param grant the latest
 * @param sentAt true time before the heartbeat of the grant was sent
 * @param over whether the session has lapsed
 */
record Validity(SessionId session, Grant grant, long sentAt, boolean over) {
    Validity ended() {
        return new Validity(session, grant, sentAt, true);
    }
}
