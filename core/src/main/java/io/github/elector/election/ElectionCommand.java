// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;

/** What an election wants done. One method on {@link Runner} for each, so that none can be forgotten. */
public sealed interface ElectionCommand {
    /** Hands this command to the method that does it. */
    void runBy(Runner runner);

    /** Does what elections want. */
    interface Runner {
        void acquire(Acquire command);

        void release(Release command);

        void openGates(OpenGates command);

        void beginTerm(BeginTerm command);

        void endTerm(EndTerm command);

        void reportOverrun(ReportOverrun command);

        void lookSoon(LookSoon command);

        void retired(Retire command);
    }

    /** Ask for the lease; answered by granted, not granted or unanswered with this attempt. */
    record Acquire(long attempt, Claim claim) implements ElectionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.acquire(this);
        }
    }

    /** Give the lease back; answered by released or unanswered with this attempt. */
    record Release(long attempt, TermId term) implements ElectionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.release(this);
        }
    }

    /** Open the term's gates; answered by opened or failed. */
    record OpenGates(TermId term) implements ElectionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.openGates(this);
        }
    }

    /** Make the term valid, announce it, and ask for its work to begin. */
    record BeginTerm(TermId term) implements ElectionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.beginTerm(this);
        }
    }

    /** Make the term invalid, announce that, and ask for its work to end, in this order. */
    record EndTerm(TermId term, EndReason reason) implements ElectionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.endTerm(this);
        }
    }

    /** Say that the work did not end within the stop budget. */
    record ReportOverrun(TermId term) implements ElectionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.reportOverrun(this);
        }
    }

    /** Look again without waiting for the next planned look. */
    record LookSoon() implements ElectionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.lookSoon(this);
        }
    }

    /** Nothing is in hand and nothing will be asked for any more. */
    record Retire() implements ElectionCommand {
        @Override
        public void runBy(Runner runner) {
            runner.retired(this);
        }
    }
}
