// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

/** Where in a term a fault strikes. */
enum Phase {
    /** Nobody leads, and a claim is about to be sent. */
    CLAIM("claim"),
    /** The term is announced, and its work is starting. */
    BEGIN("begin"),
    /** The term is under way, and a heartbeat is about to be sent. */
    LEAD("lead"),
    /** The term is over, and its work is stopping. */
    END("end"),
    /** The work has ended, and the release is about to be sent; others wait for it. */
    RELEASE("release");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    /** As it stands in the report. */
    String text() {
        return text;
    }

    /** Whether a term is valid then. */
    boolean isOfAValidTerm() {
        return this == BEGIN || this == LEAD;
    }
}
