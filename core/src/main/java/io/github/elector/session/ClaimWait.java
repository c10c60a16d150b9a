// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

/**
 * What has to pass before a component that has no living leader, as far as can be seen, may be claimed.
 *
 * @param cause what is waited for
 * @param nanos for how long still, at least
 */
public record ClaimWait(Cause cause, long nanos) {
    /** What is waited for. */
    public enum Cause {
        /** The server was itself started less than a lease ago, and a row from before that could be missing. */
        SERVER_STARTED("server-started"),
        /** The server was started anew or replaced by another, so that commits could be missing. */
        SERVER_CHANGED("server-changed"),
        /** A row that was seen before is missing. */
        ROW_MISSING("row-missing"),
        /** The row of the leader's session is missing. */
        HOLDER_MISSING("holder-missing"),
        /** The leader's heartbeats have ceased, and its lease is running out. */
        LEADER_SILENT("leader-silent"),
        /** This candidate gave the component up, or its work failed, and it stays out for a while. */
        STAYS_OUT("stays-out");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        /** As it stands in JSON. */
        public String text() {
            return text;
        }
    }

    public ClaimWait {
        nanos = Math.max(0, nanos);
    }
}
