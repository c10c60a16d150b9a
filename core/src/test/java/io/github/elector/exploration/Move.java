// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

/**
 * One thing that may happen next.
 *
 * @param kind what
 * @param node to whom, or -1
 * @param which the number of the call, or of the task, or -1
 */
record Move(Kind kind, int node, int which) {
    enum Kind {
        /** A host's timer rings. */
        TICK,
        /** A request reaches the database. */
        EXECUTE,
        /** An answer reaches its host. */
        ANSWER,
        /** The deadline of a call has come. */
        GIVE_UP,
        /** A gate opens, work begins or ends. */
        TASK,
        /** Nothing else is to be done now: time goes on to the next instant at which something is. */
        TIME,
        LOSE,
        DELAY,
        CRASH,
        RESTART,
        PAUSE,
        RESUME,
        DATABASE_AHEAD,
        DATABASE_BACK,
        WALL_AHEAD,
        WALL_BACK,
        SLOW,
        HANG,
        RESIGN,
        HINT
    }

    static Move of(Kind kind, int node, int which) {
        return new Move(kind, node, which);
    }

    static Move of(Kind kind, int node) {
        return new Move(kind, node, -1);
    }
}
