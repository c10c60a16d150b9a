// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

/** Whether a fault that strikes while a term is valid may cost that term. */
enum Cost {
    /** The term goes on. */
    NEVER,
    /** It depends on how fast the machine is. */
    MAYBE,
    /** The term ends, or else the fault was none. */
    ALWAYS
}
