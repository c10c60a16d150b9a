// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.lease.SessionId;
import java.util.function.Supplier;

/** The ids of a node's sessions, in the order in which they are opened; part of the state that is copied. */
final class SessionNames implements Supplier<SessionId> {
    private final int node;
    private int latest;

    SessionNames(int node) {
        this.node = node;
    }

    @Override
    public SessionId get() {
        return new SessionId("n" + node + "~" + ++latest);
    }

    int latest() {
        return latest;
    }

    /** Which node's session it is. */
    static int nodeOf(SessionId session) {
        return session.value().charAt(1) - '0';
    }

    /** Which of the node's sessions it is. */
    static int ordinalOf(SessionId session) {
        String value = session.value();
        int ordinal = 0;
        for (int i = 3; i < value.length(); i++) {
            ordinal = 10 * ordinal + value.charAt(i) - '0';
        }
        return ordinal;
    }
}
