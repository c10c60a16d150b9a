// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

/** What a cell may break. */
enum Rule {
    /** Two terms valid at one instant. */
    OVERLAP,
    /** A term that answered valid after it was revoked. */
    VALID_AFTER_REVOKED,
    /** Terms that do not grow. */
    TERMS,
    /** Elected and revoked that do not alternate. */
    ORDER,
    /** A row of an older term behind one of a newer, or of one term by two sessions. */
    STALE_ROW,
    /** Nobody led in time after the fault was healed. */
    LEADERLESS,
    /** A fault that must not cost the term did. */
    COST,
    /** A fault that must cost the term did not: it was none. */
    NO_BITE,
    /** An exception that came to nobody. */
    UNHANDLED,
    /** A password in a log line or a notice. */
    SECRET,
    /** Connections or threads that stay. */
    LEFT_BEHIND,
    /** A close that took too long. */
    CLOSE,
    /** The cell did not get to its end. */
    STUCK
}
