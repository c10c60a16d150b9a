// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

/**
 * A lease as the table has it.
 *
 * @param component what is led
 * @param term which term
 * @param holder the session that holds it or held it last
 * @param node the node of that session, for people; empty if the session is missing
 * @param acquiredMillis since when, on the database's clock
 * @param standing whether it is held
 */
public record SeenLease(
        String component, long term, String holder, String node, long acquiredMillis, Standing standing) {
    /** Whether a lease is held. */
    public enum Standing {
        /** By an open session, which may be silent. */
        HELD("held"),
        /** It was given back. */
        RELEASED("released"),
        /** Its session is closed. */
        CLOSED("session closed"),
        /** Its session has no row any more. */
        MISSING("session missing");

        private final String text;

        Standing(String text) {
            this.text = text;
        }

        /** In words. */
        String text() {
            return text;
        }
    }
}
