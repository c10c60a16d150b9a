// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

/** How a session stands, judged by the age of its last heartbeat on the database's clock. */
enum Standing {
    /** Its heartbeats come. */
    ALIVE,
    /** One of them is overdue. */
    LATE,
    /** None came for a whole lease: others may close it. */
    SILENT,
    /** It is over. */
    CLOSED;

    static Standing of(SeenSession session, long nowMillis) {
        if (session.closed()) {
            return CLOSED;
        }
        long age = nowMillis - session.renewedMillis();
        if (age > session.leaseMillis()) {
            return SILENT;
        }
        return age > session.renewMillis() * 3 / 2 ? LATE : ALIVE;
    }

    /** As the page knows it. */
    String text() {
        return switch (this) {
            case ALIVE -> "alive";
            case LATE -> "late";
            case SILENT -> "silent";
            case CLOSED -> "closed";
        };
    }
}
