// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/** What a look found for one component. */
public sealed interface LeaseSight {
    /** There is no row: nobody ever led this component, or somebody deleted the row. */
    record NoRow() implements LeaseSight {}

    /**
     * There is a row.
     *
     * @param lease what it says
     */
    record Row(Lease lease) implements LeaseSight {}

    /**
     * There is a row that no elector wrote; it is left alone, and nobody leads the component until it is repaired.
     *
     * @param complaint a sentence for the log: which component, which column holds what, which rule that breaks, and the
     *     statement that repairs it. The same for a row that stays the same, so without anything that moves
     */
    record Poisoned(String complaint) implements LeaseSight {}
}
