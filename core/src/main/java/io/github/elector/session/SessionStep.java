// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import java.util.List;

/**
 * The answer of a session's state to an event.
 *
 * @param next the state from now on
 * @param commands what to do then, in this order
 */
public record SessionStep(SessionState next, List<SessionCommand> commands) {
    static SessionStep to(SessionState next) {
        return new SessionStep(next, List.of());
    }

    static SessionStep to(SessionState next, SessionCommand command) {
        return new SessionStep(next, List.of(command));
    }
}
