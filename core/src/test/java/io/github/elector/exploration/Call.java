// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.host.HostCommand;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the store on its way.
 *
 * @param number which, to name it in moves
 * @param node whose
 * @param life in which incarnation
 * @param command what is asked
 * @param stage how far it has come
 * @param answer once it was executed
 * @param sentAt true time
 * @param deadlineNanos when it is given up, by the sender's monotonic clock
 * @param givenUp whether it was, and whatever it answers has to be ignored
 * @param lateSince true time from which on it is late, or -1
 */
record Call(
        int number,
        int node,
        int life,
        HostCommand command,
        Stage stage,
        @Nullable Object answer,
        long sentAt,
        long deadlineNanos,
        boolean givenUp,
        long lateSince) {
    enum Stage {
        REQUEST,
        ANSWER,
        LOST
    }

    boolean isLate() {
        return lateSince >= 0;
    }

    Call answered(Object by) {
        return new Call(number, node, life, command, Stage.ANSWER, by, sentAt, deadlineNanos, givenUp, -1);
    }

    Call lost() {
        return new Call(number, node, life, command, Stage.LOST, null, sentAt, deadlineNanos, givenUp, -1);
    }

    Call given() {
        return new Call(number, node, life, command, stage, answer, sentAt, deadlineNanos, true, lateSince);
    }

    Call late(long now) {
        return new Call(number, node, life, command, stage, answer, sentAt, deadlineNanos, givenUp, now);
    }
}
