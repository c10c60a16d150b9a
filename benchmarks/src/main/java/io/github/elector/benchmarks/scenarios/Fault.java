// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

/** What happens to a leader that another takes over from. */
enum Fault {
    /** Its process is killed. */
    KILL,
    /** Its process is stopped, and woken when the other leads. */
    STOP,
    /** Its way to the server is cut, and stays so. */
    CUT
}
