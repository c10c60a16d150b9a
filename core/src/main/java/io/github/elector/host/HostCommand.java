// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.session.Grant;
import io.github.elector.session.Insight;
import io.github.elector.store.Claim;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a host wants done. One method on {@link Runner} for each, so that none can be forgotten. */
public sealed interface HostCommand {
    /** Hands this command to the method that does it. */
    void runBy(Runner runner);

    /** Does what a host wants. */
    interface Runner {
        /** What is asked of the store. */
        Asker asker();

        /** What people are told. */
        Reporter reporter();

        void openGates(OpenGates command);

        void extend(Extend command);

        void sessionOver(SessionOver command);

        void beginTerm(BeginTerm command);

        void endTerm(EndTerm command);

        void overrun(Overrun command);

        void retired(Retired command);

        void hostClosed(HostClosed command);
    }

    /** Asks the store, and hands what it answers to the host, or that it does not answer. */
    interface Asker {
        void openSession(OpenSession command);

        void heartbeat(Heartbeat command);

        void closeSession(CloseSession command);

        void look(Look command);

        void expire(Expire command);

        void acquire(Acquire command);

        void release(Release command);
    }

    /** Tells people; nothing comes back to the host. */
    interface Reporter {
        void reportLeader(ReportLeader command);

        void reportStore(ReportStore command);

        void reportRow(ReportRow command);

        void reportClosedEarly(ReportClosedEarly command);

        void reportBug(ReportBug command);
    }

    /**
     * A claim of one election.
     *
     * @param attempt with which the answer comes back
     * @param claim what is asked for
     */
    record Ask(long attempt, Claim claim) {}

    /** Insert the row of a new session; answered by opened or failed. */
    record OpenSession(SessionOpening opening) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.asker().openSession(this);
        }
    }

    /** Send a heartbeat; answered with this attempt. */
    record Heartbeat(SessionId session, long attempt) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.asker().heartbeat(this);
        }
    }

    /** Close an own session; answered with this attempt. */
    record CloseSession(SessionId session, long attempt) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.asker().closeSession(this);
        }
    }

    /** Look; answered with this number. */
    record Look(long number, LookRequest request) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.asker().look(this);
        }
    }

    /** Close a session that was silent for too long; answered with that session and this attempt. */
    record Expire(Insight.Silence silence, SessionId by, long attempt) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.asker().expire(this);
        }
    }

    /** Ask for leases, all in one statement; answered one by one with their attempts. */
    record Acquire(SessionId session, List<Ask> asks) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.asker().acquire(this);
        }
    }

    /** Give a lease back; answered with this attempt. */
    record Release(long attempt, TermId term) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.asker().release(this);
        }
    }

    /** Open the gates of a term; answered by opened or failed. */
    record OpenGates(TermId term) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.openGates(this);
        }
    }

    /** The terms of this session are valid until the ends of this grant. The first one also opens the session. */
    record Extend(SessionId session, Grant grant) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.extend(this);
        }
    }

    /** The session has lapsed, or is gone: no term of it is valid any more. The end of each one follows. */
    record SessionOver(SessionId session, EndReason reason) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.sessionOver(this);
        }
    }

    /** Make the term valid, announce it, and ask for its work to begin. */
    record BeginTerm(TermId term) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.beginTerm(this);
        }
    }

    /** Make the term invalid, announce that, and ask for its work to end, in this order. */
    record EndTerm(TermId term, EndReason reason) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.endTerm(this);
        }
    }

    /** The work did not end within the stop budget: say so, and see to what can still be done. */
    record Overrun(TermId term) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.overrun(this);
        }
    }

    /** Say that somebody else leads the component now, or nobody (null), as a look saw it. */
    record ReportLeader(ComponentName component, @Nullable TermId leader) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.reporter().reportLeader(this);
        }
    }

    /** Say that the store does not answer any more, or does again. */
    record ReportStore(boolean reachable) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.reporter().reportStore(this);
        }
    }

    /** Say that a row holds what no elector wrote. */
    record ReportRow(String what, String complaint) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.reporter().reportRow(this);
        }
    }

    /** Say that somebody else closed the session although its last heartbeat still held. */
    record ReportClosedEarly(SessionId session, String by, long sinceYesNanos) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.reporter().reportClosedEarly(this);
        }
    }

    /** Say that a step of an election threw; its term was ended. */
    record ReportBug(ComponentName component, RuntimeException bug) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.reporter().reportBug(this);
        }
    }

    /** The election of this component is over for good. */
    record Retired(ComponentName component) implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.retired(this);
        }
    }

    /** Nothing will be asked for any more. */
    record HostClosed() implements HostCommand {
        @Override
        public void runBy(Runner runner) {
            runner.hostClosed(this);
        }
    }
}
