// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

/** What was broken, and how it shows. */
record Violation(Rule rule, String what) {
    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
