// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

/** One kind of fault in one phase of a term. */
record Cell(FaultKind kind, Phase phase) {
    @Override
    public String toString() {
        return kind + " at " + phase.text();
    }
}
