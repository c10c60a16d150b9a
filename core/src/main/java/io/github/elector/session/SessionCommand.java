// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;

/** What a session wants done. One method on {@link Runner} for each, so that none can be forgotten. */
public sealed interface SessionCommand {
    /** Hands this command to the method that does it. */
    void runBy(Runner runner);

    /** Does what sessions want. */
    interface Runner {
        void open(Open command);

        void heartbeat(Heartbeat command);

        void extend(Extend command);

        void lapse(Lapse command);

        void close(Close command);
    }

    /** Insert the session's row. */
    record Open(SessionId session) implements SessionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.open(this);
        }
    }

    /** Send a heartbeat; answered by beat, gone or unanswered with this attempt. */
    record Heartbeat(SessionId session, long attempt) implements SessionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.heartbeat(this);
        }
    }

    /** The session lives on, or for the first time, until the ends of this grant. */
    record Extend(SessionId session, Grant grant) implements SessionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.extend(this);
        }
    }

    /** The session is over: every term of it ends. */
    record Lapse(SessionId session, EndReason reason) implements SessionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.lapse(this);
        }
    }

    /** Close the session's row; answered by closed or unanswered with this attempt. */
    record Close(SessionId session, long attempt) implements SessionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.close(this);
        }
    }
}
