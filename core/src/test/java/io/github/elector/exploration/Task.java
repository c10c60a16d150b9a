// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.lease.TermId;

/**
 * Something on a node that will be done in this instant, or at any later one.
 *
 * @param number which, to name it in moves
 * @param kind what
 * @param term of which term
 * @param lateSince true time from which on it is late, or -1
 */
record Task(int number, Kind kind, TermId term, long lateSince) {
    enum Kind {
        GATES_OPEN,
        WORK_BEGINS,
        WORK_ENDS
    }

    boolean isLate() {
        return lateSince >= 0;
    }

    Task late(long now) {
        return new Task(number, kind, term, now);
    }
}
